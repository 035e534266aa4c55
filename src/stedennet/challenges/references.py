"""The treatment of challenges when organisations merge."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference(
        "challenges.Challenge",
        "owner",
        _("opgaven van deze organisatie"),
        Treatment.MOVE,
        subject=lambda challenge: challenge,
    ),
]
