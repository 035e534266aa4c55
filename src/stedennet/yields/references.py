"""The treatment of yields when organisations merge."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference("yields.Yield", "reported_by", _("gemelde opbrengsten"), Treatment.MOVE),
    OrganisationReference("yields.Yield", "answered_by", _("beantwoorde opbrengsten"), Treatment.MOVE),
]
