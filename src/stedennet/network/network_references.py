"""The treatment by a merger of each reference to an organisation in this room."""

from django.utils.translation import gettext_lazy as _

from .flows.representations import request_successor_representation
from .references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference(
        "network.ThemeRole",
        "organisation",
        _("rollen bij thema's"),
        Treatment.CONTINUE,
        rows=lambda rows, day: rows.exclude(ends_on__lte=day),
        subject=lambda row: row.theme,
        same=("theme", "role"),
    ),
    OrganisationReference(
        "network.GroupMembership",
        "organisation",
        _("lidmaatschappen van samenwerkingsverbanden"),
        Treatment.CONTINUE,
        rows=lambda rows, day: rows.exclude(ends_on__lte=day),
        same=("group",),
    ),
    OrganisationReference(
        "network.Representation",
        "organisation",
        _("vertegenwoordigers"),
        Treatment.CONTINUE,
        rows=lambda rows, day: rows.exclude(ends_on__lte=day).exclude(granted_at=None),
        same=("user",),
        anew={"may_sign": False},
        prepare=request_successor_representation,
    ),
    OrganisationReference("network.Participation", "organisation", _("stappen in de verbreding"), Treatment.KEEP),
    OrganisationReference("network.Organisation", "province", _("organisaties in deze provincie"), Treatment.MOVE),
    OrganisationReference("network.Organisation", "seat", _("organisaties die hier gevestigd zijn"), Treatment.MOVE),
    OrganisationReference("network.Organisation", "successor", _("organisaties die hierin opgingen"), Treatment.KEEP),
    OrganisationReference("network.OrganisationFigure", "organisation", _("cijfers"), Treatment.KEEP),
    OrganisationReference("network.OrganisationName", "organisation", _("opzoeknamen"), Treatment.KEEP),
    OrganisationReference("network.Merger", "predecessor", _("samenvoegingen"), Treatment.KEEP),
    OrganisationReference("network.Merger", "successor", _("eerdere samenvoegingen"), Treatment.KEEP),
]
