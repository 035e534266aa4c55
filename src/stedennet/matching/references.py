"""What a merger of organisations does with what is known for matching: each organisation chose for itself."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference("matching.Preference", "organisation", _("voorkeuren voor oproepen"), Treatment.KEEP),
    OrganisationReference("matching.Told", "organisation", _("mails over oproepen"), Treatment.KEEP),
]
