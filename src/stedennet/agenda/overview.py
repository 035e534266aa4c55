"""All actions of an edition with their status, in a fixed number of queries: fast even for thousands of actions.

The rules are those of action_status.py; here the facts are plain rows instead of model instances, which is ten times
faster.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from stedennet.core.text import get_localised_text
from stedennet.network.models import Theme

from .action_status import (
    StatusSummary,
    get_freshness_limits,
    is_in_force,
    is_merged,
    milestone_as_of,
    milestones_of,
    summarise_facts,
    summarise_status,
)
from .indicator_readings import IndicatorReading, describe_indicator, list_indicator_readings
from .models import Commitment, CommitmentPartner, Edition, StatedStatus, YearAmount
from .models import Milestone as MilestoneRecord
from .models.commitments import Phase
from .querysets.commitments import IS_OTHER, CommitmentQuerySet
from .rules.budgets import Amount
from .rules.editions import SEALED
from .rules.freshness import Freshness
from .rules.status import DatedFact, Facts, Milestone, PartsProgress, Status, sum_parts

Key = TypeVar("Key")
Value = TypeVar("Value")
Owner = tuple[int | None, int | None]
"""The keys of what an amount belongs to: a commitment, or an action."""
Partner = tuple[str, str, bool]
"""Its slug and name, and whether it is responsible together with the first."""
Rows = QuerySet[Commitment, dict[str, object]]
COLUMNS = (
    "pk",
    "action_id",
    "action__code",
    "action__is_example",
    "edition__status",
    "title",
    "title_en",
    "lead",
    "lead_en",
    "responsible_in_words",
    "responsible__name",
    "responsible__slug",
    "parent__action__code",
    "parent__title",
    "parent__title_en",
    "begins_on",
    "begins_precision",
    "ends_on",
    "ends_precision",
    "source_url",
    "action__phase",
    "action__done_on",
    "action__done_precision",
    "action__stopped_on",
    "action__merged_into",
    "action__merged_on",
    "budget_low",
    "budget_high",
    "budget_in_words",
    "budget_source",
    "sdgs",
)
STATEMENT = ("open_statement__pk", "open_statement__status", "open_statement__reason", "open_statement__at")


@dataclass(frozen=True, slots=True)
class ActionOverview:
    """An action of an edition, with its status on a given day. `partners` are pairs of slug and name.

    `parts` is the progress of its parts, when they were read too: for a whole edition. `parent_code` is empty for an
    action that is no part of another. `others` are the partners that are responsible together with the first; a brief
    overview only has their number.
    """

    action_id: int
    code: str
    is_example: bool
    title: str
    title_en: str
    lead: str
    lead_en: str
    by: str
    by_slug: str
    begins_on: dt.date | None
    begins_precision: str
    ends_on: dt.date | None
    ends_precision: str
    source_url: str
    budget_low: int | None
    budget_high: int | None
    budget_in_words: str
    budget_source: str
    amounts: tuple[Amount, ...]
    sdgs: tuple[int, ...]
    phase: str
    themes: tuple[Theme, ...]
    parent_code: str
    parent_title: str
    parent_title_en: str
    parts: PartsProgress | None
    others: tuple[tuple[str, str], ...]
    others_count: int
    partners: tuple[tuple[str, str], ...]
    milestones: tuple[Milestone, ...]
    indicators: tuple[IndicatorReading, ...]
    summary: StatusSummary

    @property
    def shown(self) -> Status:
        """The status that lists use: the stated one if there is one, else the computed one."""
        return self.summary.shown

    @property
    def computed(self) -> Status:
        """The status that follows from the facts."""
        return self.summary.computed

    @property
    def stated(self) -> Status | None:
        """The status that somebody stated and that is in force."""
        return Status(self.summary.stated.status) if self.summary.stated else None

    @property
    def reason(self) -> str:
        """The reason of the stated status; empty without one."""
        return self.summary.stated.reason if self.summary.stated else ""

    @property
    def checked_on(self) -> dt.date | None:
        """The day of the newest update or confirmation."""
        return self.summary.checked_on

    @property
    def reported(self) -> DatedFact | None:
        """The newest fact that the shown status rests on."""
        return self.summary.reported

    @property
    def freshness(self) -> Freshness:
        """How recently the action was checked."""
        return self.summary.freshness

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return get_localised_text(self, "title")

    @property
    def parent_name(self) -> str:
        """The title of the action that this one is a part of, in the reader's language; empty when there is none."""
        return get_localised_text(self, "parent_title")

    @property
    def phase_label(self) -> str:
        """The label of the phase; empty when unknown."""
        return str(Phase(self.phase).label) if self.phase else ""

    @property
    def organisations(self) -> dict[str, str]:
        """The names of all registered organisations that work on the action, by slug."""
        responsible = {self.by_slug: self.by} if self.by_slug else {}
        return responsible | dict(self.partners)


def build_overview(commitment: Commitment, *, today: dt.date, summary: StatusSummary | None = None) -> ActionOverview:
    """The overview of one action; `commitment` must come from `with_parts()`."""
    summary = summary or summarise_status(commitment, today=today)
    responsible = commitment.responsible
    return ActionOverview(
        action_id=commitment.action_id,
        code=commitment.action.code,
        is_example=commitment.action.is_example,
        title=commitment.title,
        title_en=commitment.title_en,
        lead=commitment.lead,
        lead_en=commitment.lead_en,
        by=commitment.by,
        by_slug=responsible.slug if responsible else "",
        begins_on=commitment.begins_on,
        begins_precision=commitment.begins_precision,
        ends_on=commitment.ends_on,
        ends_precision=commitment.ends_precision,
        source_url=commitment.source_url,
        budget_low=commitment.budget_low,
        budget_high=commitment.budget_high,
        budget_in_words=commitment.budget_in_words,
        budget_source=commitment.budget_source,
        amounts=tuple(amount.as_amount for amount in list_amounts(commitment)),
        sdgs=tuple(commitment.sdgs),
        phase=commitment.action.phase,
        themes=tuple(commitment.themes.all()),
        parent_code=commitment.parent.action.code if commitment.parent else "",
        parent_title=commitment.parent.title if commitment.parent else "",
        parent_title_en=commitment.parent.title_en if commitment.parent else "",
        parts=None,
        others=tuple((party.organisation.slug, party.organisation.name) for party in commitment.others),
        others_count=len(commitment.others),
        partners=tuple(
            (partner.organisation.slug, partner.organisation.name) for partner in commitment.partners.all()
        ),
        milestones=tuple(milestone for _row, milestone in milestones_of(commitment.action, today=today)),
        indicators=tuple(
            describe_indicator(indicator, today=today) for indicator in commitment.action.indicators.all()
        ),
        summary=summary,
    )


def list_overviews(edition: Edition, *, today: dt.date) -> list[ActionOverview]:
    """All actions of an edition, in the order of the edition, each with its status on `today`.

    The parts of an action follow it, and it has their progress.
    """
    rows = Commitment.objects.in_edition(edition)
    return _place_parts(_RelatedRows(rows, today, is_brief=False).list_overviews(), today)


def _place_parts(overviews: list[ActionOverview], today: dt.date) -> list[ActionOverview]:
    parts = _group_pairs((overview.parent_code, overview) for overview in overviews if overview.parent_code)
    placed = []
    for overview in overviews:
        if not overview.parent_code:
            own = parts[overview.code]
            placed += [replace(overview, parts=sum_overviews(own, today=today)), *own]
    return placed


def sum_overviews(parts: Iterable[ActionOverview], *, today: dt.date) -> PartsProgress | None:
    """The progress of an action through these parts of it; None without any."""
    return sum_parts(((part.shown, part.reported) for part in parts), today=today)


def list_part_overviews(commitment: Commitment, *, today: dt.date) -> list[ActionOverview]:
    """The parts of one action, brief and in the order of the edition. Three queries."""
    rows = commitment.parts.order_by("position", "action__code").with_open_statement()
    return _RelatedRows(rows, today, is_brief=True).list_overviews()


def list_current_overviews(
    among: CommitmentQuerySet, *, today: dt.date, of_examples: bool = False
) -> list[ActionOverview]:
    """The actions of the current edition that are `among` these, for a short list on the page of something else.

    Each has its status of now, but no themes and no partners. Three queries.
    """
    rows = among.in_edition(Edition.objects.current_key(of_examples=of_examples)).with_open_statement()
    return _RelatedRows(rows, today, is_brief=True).list_overviews()


class _RelatedRows:
    """Rows related to the actions, grouped by action or by commitment; brief ones are those of a short list of now."""

    def __init__(self, rows: CommitmentQuerySet, today: dt.date, *, is_brief: bool) -> None:
        self.rows, self.today, self.limits, self.is_brief = rows, today, get_freshness_limits(), is_brief
        actions, commitments = rows.order_by().values("action_id"), rows.order_by().values("pk")
        self.themes: dict[int, list[Theme]] = _group_pairs(() if is_brief else _list_themes(commitments))
        partners = () if is_brief else _list_partners(commitments)
        self.partners: dict[int, list[Partner]] = _group_pairs(partners)
        amounts = () if is_brief else _list_amounts(commitments, actions)
        self.amounts: dict[Owner, list[Amount]] = _group_pairs(amounts)
        milestones: Any = MilestoneRecord.objects.filter(action__in=actions).order_by("due_on", "pk").as_due_on(today)
        self.milestones = _group_pairs(
            (action, milestone_as_of(Milestone(due_on, precision, state, completed_on), today))
            for action, due_on, precision, state, completed_on in milestones.values_list(
                "action_id", "due_then", "precision_then", "state", "completed_on"
            )
        )
        stated = () if is_brief else StatedStatus.objects.filter(action__in=actions).order_by("at", "pk")
        self.stated = {row.action_id: row for row in stated if is_in_force(row, today)}
        self.indicators: dict[int, list[IndicatorReading]] = _group_pairs(
            list_indicator_readings(actions, today=today)
        )

    def list_overviews(self) -> list[ActionOverview]:
        """The overviews of all rows, in their order. One query."""
        columns = (*COLUMNS, "progress_on", "confirmed_on", "others_count", *(STATEMENT if self.is_brief else ()))
        rows = self.rows.with_newest_days(self.today).with_others_count().values_list(*columns)
        return [self.of(dict(zip(columns, row, strict=True))) for row in rows]

    def _find_statement(self, row: dict[str, Any]) -> StatedStatus | None:
        if not self.is_brief:
            return self.stated.get(row["action_id"])
        key, status, reason, at = (row[name] for name in STATEMENT)
        statement = StatedStatus(pk=key, status=status, reason=reason, at=at) if key else None
        return statement if statement and is_in_force(statement, self.today) else None

    def of(self, row: dict[str, Any]) -> ActionOverview:
        """The overview of one action, from its row of `COLUMNS`."""
        key, action = row["pk"], row["action_id"]
        return ActionOverview(
            action_id=action,
            code=row["action__code"],
            is_example=row["action__is_example"],
            title=row["title"],
            title_en=row["title_en"],
            lead=row["lead"],
            lead_en=row["lead_en"],
            by=row["responsible_in_words"] or row["responsible__name"] or "",
            by_slug=row["responsible__slug"] or "",
            begins_on=row["begins_on"],
            begins_precision=row["begins_precision"],
            ends_on=row["ends_on"],
            ends_precision=row["ends_precision"],
            source_url=row["source_url"],
            budget_low=row["budget_low"],
            budget_high=row["budget_high"],
            budget_in_words=row["budget_in_words"],
            budget_source=row["budget_source"],
            amounts=(*self.amounts[key, None], *self.amounts[None, action]),
            sdgs=tuple(row["sdgs"]),
            phase=row["action__phase"],
            themes=tuple(self.themes[key]),
            parent_code=row["parent__action__code"] or "",
            parent_title=row["parent__title"] or "",
            parent_title_en=row["parent__title_en"] or "",
            parts=None,
            others=tuple((slug, name) for slug, name, is_other in self.partners[key] if is_other),
            others_count=row["others_count"],
            partners=tuple((slug, name) for slug, name, _is_other in self.partners[key]),
            milestones=tuple(self.milestones[action]),
            indicators=tuple(self.indicators[action]),
            summary=summarise_facts(
                self._collect_facts(row), self._find_statement(row), today=self.today, limits=self.limits
            ),
        )

    def _collect_facts(self, row: dict[str, Any]) -> Facts:
        action = row["action_id"]
        indicators = self.indicators[action]
        return Facts(
            begins_on=row["begins_on"],
            begins_precision=row["begins_precision"],
            ends_on=row["ends_on"],
            ends_precision=row["ends_precision"],
            milestones=tuple(self.milestones[action]),
            indicators=tuple(indicator.reading for indicator in indicators),
            progress_on=row["progress_on"],
            confirmed_on=row["confirmed_on"],
            measured_on=max((indicator.newest.on for indicator in indicators if indicator.newest), default=None),
            dates_agreed=row["edition__status"] in SEALED,
            done_on=row["action__done_on"],
            done_precision=row["action__done_precision"],
            stopped_on=row["action__stopped_on"],
            merged=is_merged(row["action__merged_into"], row["action__merged_on"], self.today),
        )


def _list_themes(commitments: Rows) -> Iterable[tuple[int, Theme]]:
    links = Commitment.themes.through.objects.filter(commitment__in=commitments).select_related("theme__scheme")
    ordered = links.order_by("theme__scheme__position", "theme__position", "theme__name")
    return ((link.commitment_id, link.theme) for link in ordered)


def _list_partners(commitments: Rows) -> Iterable[tuple[int, Partner]]:
    partners = CommitmentPartner.objects.filter(commitment__in=commitments).order_by("organisation__name")
    rows = partners.annotate(shares_it=IS_OTHER)
    columns = ("commitment_id", "organisation__slug", "organisation__name", "shares_it")
    return ((commitment, (slug, name, is_other)) for commitment, slug, name, is_other in rows.values_list(*columns))


def list_amounts(commitment: Commitment) -> list[YearAmount]:
    """What was planned for an action by this edition, and what was spent on it."""
    return [*commitment.amounts.all(), *commitment.action.spent_amounts.all()]


def _list_amounts(commitments: Rows, actions: Rows) -> Iterable[tuple[Owner, Amount]]:
    rows = YearAmount.objects.filter(Q(commitment__in=commitments) | Q(action__in=actions)).select_related("payer")
    return (((row.commitment_id, row.action_id), row.as_amount) for row in rows)


def _group_pairs(pairs: Iterable[tuple[Key, Value]]) -> defaultdict[Key, list[Value]]:
    groups: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
