"""The treatment of this room's records by a merger: preferences stay with the organisation that chose them."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference("matching.Preference", "organisation", _("voorkeuren voor oproepen"), Treatment.KEEP),
    OrganisationReference("matching.Told", "organisation", _("mails over oproepen"), Treatment.KEEP),
]
