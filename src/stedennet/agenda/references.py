"""The effect of a merger on the agenda: what was submitted for approval stays as it was signed."""

import datetime as dt
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

from .models import Action, Commitment
from .rules.editions import Status

Row = TypeVar("Row", bound=Model)
OPEN_STATUSES = (Status.DRAFT, Status.CONSULTATION)
"""Statuses of editions whose content can still change."""


def filter_open_parties(rows: QuerySet[Row], day: dt.date) -> QuerySet[Row]:
    """Parties to editions and strategies that can still change."""
    is_open = Q(edition__status__in=OPEN_STATUSES) | Q(strategy__isnull=False, strategy__frozen_at=None)
    return rows.filter(is_open)


def filter_open_editions(rows: QuerySet[Row], day: dt.date) -> QuerySet[Row]:
    """Records of editions that can still change."""
    return rows.filter(edition__status__in=OPEN_STATUSES)


def find_public_action(row: Commitment) -> Action | None:
    """The action of a commitment, if readers can see its edition: in consultation."""
    return row.action if row.edition.status == Status.CONSULTATION else None


def filter_open_commitments(rows: QuerySet[Row], day: dt.date) -> QuerySet[Row]:
    """Records of commitments in editions that can still change."""
    return rows.filter(commitment__edition__status__in=OPEN_STATUSES)


REFERENCES = [
    OrganisationReference("agenda.StrategyParty", "organisation", _("partijen bij een strategie"), Treatment.KEEP),
    OrganisationReference(
        "agenda.Edition_consulted",
        "organisation",
        _("raadplegingen van deze organisatie"),
        Treatment.MOVE,
        rows=filter_open_editions,
    ),
    OrganisationReference(
        "agenda.Party",
        "organisation",
        _("partijen bij een editie of strategie in bewerking"),
        Treatment.MOVE,
        rows=filter_open_parties,
    ),
    OrganisationReference(
        "agenda.Commitment",
        "responsible",
        _("acties in een editie in bewerking"),
        Treatment.MOVE,
        rows=filter_open_editions,
        subject=find_public_action,
    ),
    OrganisationReference(
        "agenda.CommitmentPartner",
        "organisation",
        _("partners van acties in een editie in bewerking"),
        Treatment.MOVE,
        rows=filter_open_commitments,
        subject=lambda row: find_public_action(row.commitment),
    ),
    OrganisationReference("agenda.YearAmount", "payer", _("bedragen per jaar"), Treatment.KEEP),
    OrganisationReference("agenda.Proposal", "organisation", _("voorstellen"), Treatment.KEEP),
    OrganisationReference("agenda.Comment", "organisation", _("opmerkingen in een concept"), Treatment.KEEP),
    OrganisationReference("agenda.Wording", "organisation", _("teksten van acties"), Treatment.KEEP),
    OrganisationReference("agenda.ProgressUpdate", "organisation", _("berichten over voortgang"), Treatment.KEEP),
    OrganisationReference("agenda.IndicatorPoint", "organisation", _("waarden van indicatoren"), Treatment.KEEP),
    OrganisationReference("agenda.RoundRequest", "organisation", _("verzoeken om bij te werken"), Treatment.KEEP),
]
