"""Queries on actions and on the commitments that editions make about them."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce

from stedennet.core.combined_reads import Instances, Rows, prefetch_together

from .editions import CONTENT_FIELDS, is_public

if TYPE_CHECKING:
    from stedennet.network.models import Organisation

    from ..models import Action, Commitment

PROGRESS_RELATIONS = (
    "milestones__due_changes",
    "indicators__points",
    "updates__organisation",
    "confirmations",
    "stated",
)
"""Relations from which the status of an action is computed."""


IS_OTHER = ExpressionWrapper(
    Q(is_responsible=True) & (Q(commitment__responsible=None) | ~Q(organisation=F("commitment__responsible"))),
    BooleanField(),
)
"""Whether a partner is responsible together with the first responsible party."""


class ActionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Actions."""

    def real(self) -> Self:
        """Without examples."""
        return self.filter(is_example=False)

    def with_progress(self) -> Self:
        """With everything that the status is computed from."""
        return self.select_related("merged_into", "superseded_by").prefetch_related(*PROGRESS_RELATIONS)

    def readable(self) -> Self:
        """Those with a page: in an edition that readers can see."""
        commitments = apps.get_model("agenda", "Commitment")._default_manager.filter(is_public("edition__"))
        return self.filter(pk__in=commitments.values("action"))

    def known_codes(self) -> set[str]:
        """The codes of actions with a page."""
        return set(self.readable().values_list("code", flat=True))

    def successor_of(self, action: "Action") -> "Action | None":
        """The action that this one was merged into, or that supersedes it, if that has a page."""
        successor = action.merged_into or action.superseded_by
        return successor if successor and self.readable().filter(pk=successor.pk).exists() else None

    def linking_to(self, url: str) -> Self:
        """Those with a page that link to this address, by code."""
        links = apps.get_model("agenda", "ActionLink")._default_manager.filter(url=url)
        return self.readable().filter(pk__in=links.values("action")).order_by("code")


class CommitmentQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Commitments of editions."""

    def in_edition(self, edition: object) -> Self:
        """Those of one edition, in its order; `edition` may be a query for its key."""
        return self.filter(edition=edition).order_by("position", "action__code")

    def public(self) -> Self:
        """Those of editions that readers can see, the newest edition first, each with its edition."""
        return self.filter(is_public("edition__")).with_edition().order_by("-edition__number")

    def of_predecessors(self, action: "Action") -> Self:
        """The public ones of each action that was merged into this action or that it supersedes, newest first."""
        rows = self.filter(Q(action__merged_into=action) | Q(action__superseded_by=action)).public()
        return rows.select_related("action")

    def needing(self, action: "Action", edition: object) -> Self:
        """Those of this edition that depend on the action."""
        return self.filter(depends_on=action, edition=edition).select_related("action").order_by("action__code")

    def of_organisations(self, keys: Collection[int]) -> Self:
        """Those for which one of these organisations is responsible, or a partner."""
        return self.filter(Q(responsible__in=keys) | Q(partners__organisation__in=keys)).distinct()

    def of_organisation(self, organisation: "Organisation") -> Self:
        """Those for which this organisation is responsible, or a partner; each once."""
        partners = apps.get_model("agenda", "CommitmentPartner")._default_manager.filter(organisation=organisation)
        return self.filter(Q(responsible=organisation) | Q(pk__in=partners.values("commitment")))

    def about(self, theme: object) -> Self:
        """Those with this theme."""
        return self.filter(themes=theme)

    def about_any(self, themes: Iterable[object]) -> Self:
        """Those with one of these themes, each once."""
        links: Any = self.model._meta.get_field("themes").remote_field.through  # type: ignore[union-attr]
        return self.filter(pk__in=links.objects.filter(theme__in=themes).values("commitment"))

    def with_newest_days(self, day: dt.date) -> Self:
        """With `progress_on` and `confirmed_on`: the newest report and confirmation of the action up to `day`."""
        return self.annotate(
            progress_on=_find_newest_day("ProgressUpdate", day), confirmed_on=_find_newest_day("Confirmation", day)
        )

    def with_others_count(self) -> Self:
        """With `others_count`: how many parties are responsible together with the first."""
        partners = apps.get_model("agenda", "CommitmentPartner")._default_manager.filter(commitment=OuterRef("pk"))
        others = partners.filter(IS_OTHER).order_by().values("commitment").annotate(n=Count("pk")).values("n")
        return self.annotate(others_count=Coalesce(Subquery(others), 0))

    def with_open_statement(self) -> Self:
        """With `open_statement`: the stated status of the action that was not ended; an action has at most one."""
        is_open = Q(action__stated__ended_at=None)
        return self.annotate(open_statement=FilteredRelation("action__stated", condition=is_open))

    def serving(self, goal: int) -> Self:
        """Those that name this sustainable development goal."""
        return self.filter(sdgs__has_goal=goal)

    def with_edition(self) -> Self:
        """With the edition, without its whole content."""
        return self.select_related("edition").defer(*(f"edition__{name}" for name in CONTENT_FIELDS))

    def with_parts(self) -> Self:
        """With everything that a list shows and that the status is computed from."""
        progress = (f"action__{part}" for part in PROGRESS_RELATIONS)
        rows = self.with_edition().select_related("action", "responsible", "parent__action")
        return rows.prefetch_related(_prefetch_themes(), *progress)

    def of_page(self, code: str) -> Self:
        """The public ones of the action with this code, with what its page shows of every edition.

        Each has `is_current`: whether its edition is the one that readers see now; and `has_parts`.
        """
        editions = apps.get_model("agenda", "Edition")._default_manager
        current = Q(edition=editions.current_key()) | Q(edition=editions.current_key(of_examples=True))
        parts = self.model._default_manager.filter(parent=OuterRef("pk"))
        rows = self.filter(action__code=code).public().annotate(is_current=current, has_parts=Exists(parts))
        return rows.select_related("responsible", "parent__action", "action__merged_into", "action__superseded_by")

    def read_page(self, commitment: "Commitment", *beside: Rows) -> list[Instances]:
        """Prefetch everything that the page of an action shows, and read the rows of `beside`; one query."""
        action_parts = (f"action__{part}" for part in (*PROGRESS_RELATIONS, "links"))
        money = ("amounts__payer", "action__spent_amounts__payer")
        relations = ("themes__scheme", "partners__organisation", "depends_on", *money, *action_parts)
        return prefetch_together(commitment, *relations, beside=beside)

    def in_full(self) -> Self:
        """With everything that the edition itself says about the action."""
        return self.select_related("action", "responsible", "parent__action").prefetch_related(
            "themes", "partners__organisation", "depends_on", "amounts__payer"
        )

    def as_agreed(self) -> Self:
        """With everything that is sealed, including milestones and indicators."""
        return self.in_full().prefetch_related("action__milestones", "action__indicators__points")


def _prefetch_themes() -> Prefetch:  # type: ignore[type-arg]
    """The themes with their schemes, in one query."""
    return Prefetch("themes", apps.get_model("network", "Theme")._default_manager.select_related("scheme"))


def _find_newest_day(model: str, day: dt.date) -> Subquery:
    rows = apps.get_model("agenda", model)._default_manager.filter(action=OuterRef("action"), on__lte=day)
    return Subquery(rows.order_by("-on").values("on")[:1])
