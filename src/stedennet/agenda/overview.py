"""All actions of an edition with their status, in a fixed number of queries: fast even for thousands of actions.

The rules are those of action_status.py; here the facts are plain rows instead of model instances, which is ten times
faster.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Max, QuerySet

from stedennet.core.text import get_localised_text
from stedennet.network.models import Theme

from .action_status import (
    StatusSummary,
    are_dates_agreed,
    get_freshness_limits,
    is_in_force,
    is_merged,
    list_measured_days,
    milestone_as_of,
    milestones_of,
    reading_of,
    summarise_facts,
    summarise_status,
)
from .models import Commitment, CommitmentPartner, Confirmation, Edition, Indicator, ProgressUpdate, StatedStatus
from .models import Milestone as MilestoneRecord
from .models.commitments import Phase
from .querysets.commitments import CommitmentQuerySet
from .rules.freshness import Freshness
from .rules.indicators import Reading
from .rules.status import DatedFact, Facts, Milestone, Status

Value = TypeVar("Value")
COLUMNS = (
    "pk",
    "action_id",
    "action__code",
    "action__is_example",
    "title",
    "title_en",
    "lead",
    "lead_en",
    "responsible_in_words",
    "responsible__name",
    "responsible__slug",
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
)


@dataclass(frozen=True, slots=True)
class ActionOverview:
    """An action of an edition, with its status on a given day. `partners` are pairs of slug and name."""

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
    phase: str
    themes: tuple[Theme, ...]
    partners: tuple[tuple[str, str], ...]
    milestones: tuple[Milestone, ...]
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
        phase=commitment.action.phase,
        themes=tuple(commitment.themes.all()),
        partners=tuple(
            (partner.organisation.slug, partner.organisation.name) for partner in commitment.partners.all()
        ),
        milestones=tuple(milestone for _row, milestone in milestones_of(commitment.action, today=today)),
        summary=summary,
    )


def list_overviews(edition: Edition, *, today: dt.date) -> list[ActionOverview]:
    """All actions of an edition, in the order of the edition, each with its status on `today`."""
    rows = Commitment.objects.in_edition(edition)
    parts = _RelatedRows(edition, rows, today)
    return [parts.of(dict(zip(COLUMNS, row, strict=True))) for row in rows.values_list(*COLUMNS)]


class _RelatedRows:
    """Rows related to the actions, grouped by action or by commitment."""

    def __init__(self, edition: Edition, rows: CommitmentQuerySet, today: dt.date) -> None:
        self.today, self.limits = today, get_freshness_limits()
        self.dates_agreed = are_dates_agreed(edition)
        actions, commitments = rows.order_by().values("action_id"), rows.order_by().values("pk")
        themes = {theme.pk: theme for theme in Theme.objects.select_related("scheme")}
        links = Commitment.themes.through.objects.filter(commitment__in=commitments)
        ordered = links.order_by("theme__scheme__position", "theme__position", "theme__name")
        self.themes = _group_pairs(
            (commitment, themes[theme]) for commitment, theme in ordered.values_list("commitment_id", "theme_id")
        )
        partners = CommitmentPartner.objects.filter(commitment__in=commitments).order_by("organisation__name")
        self.partners = _group_pairs(
            (commitment, (slug, name))
            for commitment, slug, name in partners.values_list(
                "commitment_id", "organisation__slug", "organisation__name"
            )
        )
        milestones: Any = MilestoneRecord.objects.filter(action__in=actions).order_by("due_on", "pk").as_due_on(today)
        self.milestones = _group_pairs(
            (action, milestone_as_of(Milestone(due_on, precision, state, completed_on), today))
            for action, due_on, precision, state, completed_on in milestones.values_list(
                "action_id", "due_then", "precision_then", "state", "completed_on"
            )
        )
        self.progress = _find_newest_days(ProgressUpdate, actions, today)
        self.confirmed = _find_newest_days(Confirmation, actions, today)
        stated = StatedStatus.objects.filter(action__in=actions).order_by("at", "pk")
        self.stated = {row.action_id: row for row in stated if is_in_force(row, today)}
        indicators = list(Indicator.objects.filter(action__in=actions).prefetch_related("points"))
        measured = (
            (indicator.action_id, day)
            for indicator in indicators
            for day in list_measured_days([indicator])
            if day <= today
        )
        self.measured = {action: max(days) for action, days in _group_pairs(measured).items()}
        self.readings: dict[int, list[Reading]] = _group_pairs(
            (indicator.action_id, reading_of(indicator, today=today)) for indicator in indicators
        )

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
            phase=row["action__phase"],
            themes=tuple(self.themes[key]),
            partners=tuple(self.partners[key]),
            milestones=tuple(self.milestones[action]),
            summary=summarise_facts(
                self._collect_facts(row), self.stated.get(action), today=self.today, limits=self.limits
            ),
        )

    def _collect_facts(self, row: dict[str, Any]) -> Facts:
        action = row["action_id"]
        return Facts(
            begins_on=row["begins_on"],
            begins_precision=row["begins_precision"],
            ends_on=row["ends_on"],
            ends_precision=row["ends_precision"],
            milestones=tuple(self.milestones[action]),
            indicators=tuple(self.readings[action]),
            progress_on=self.progress.get(action),
            confirmed_on=self.confirmed.get(action),
            measured_on=self.measured.get(action),
            dates_agreed=self.dates_agreed,
            done_on=row["action__done_on"],
            done_precision=row["action__done_precision"],
            stopped_on=row["action__stopped_on"],
            merged=is_merged(row["action__merged_into"], row["action__merged_on"], self.today),
        )


def _group_pairs(pairs: Iterable[tuple[int, Value]]) -> defaultdict[int, list[Value]]:
    groups: defaultdict[int, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _find_newest_days(
    model: type[ProgressUpdate | Confirmation], actions: QuerySet[Commitment, dict[str, object]], today: dt.date
) -> dict[int, dt.date]:
    rows = (
        model._default_manager.filter(action__in=actions, on__lte=today)
        .order_by()
        .values("action_id")
        .annotate(newest=Max("on"))
        .values_list("action_id", "newest")
    )
    return dict(rows)
