"""Queries on editions, approvals and remarks."""

from typing import TYPE_CHECKING, Self, cast

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from ..rules.editions import OPEN, PUBLIC, Status

if TYPE_CHECKING:
    from ..models import Edition, Subject


def is_public(relation: str = "") -> models.Q:
    """The condition that readers can see an edition; `relation` leads to it, such as `edition__`.

    Examples are public only while the site shows them.
    """
    condition = models.Q(**{f"{relation}status__in": PUBLIC})
    return condition if settings.SHOW_EXAMPLES else condition & models.Q(**{f"{relation}is_example": False})


class EditionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Editions of the agenda."""

    def real(self) -> Self:
        """Without examples."""
        return self.filter(is_example=False)

    def alike(self, edition: "Edition") -> Self:
        """Those that count together with this one: the real ones, or the examples."""
        return self.filter(is_example=edition.is_example)

    def public(self) -> Self:
        """Those that readers can see."""
        return self.filter(is_public())

    def readable(self) -> Self:
        """Those with a page: the public ones, and those withdrawn after readers or parties took part."""
        was_discussed = models.Q(frozen_at__isnull=False) | models.Q(
            pk__in=self.filter(remarks__isnull=False).values("pk")
        )
        return self.filter(is_public() | models.Q(status=Status.WITHDRAWN) & was_discussed)

    def current(self) -> "Edition | None":
        """The adopted edition, else the newest public one; None if there is none. Never an example."""
        return self.real()._adopted_or_newest()

    def current_example(self) -> "Edition | None":
        """The example edition to show: the adopted one, else the newest public one; None if there is none."""
        return self.filter(is_example=True)._adopted_or_newest()

    def adopted(self) -> "Edition | None":
        """The adopted edition; None if there is none. Never an example."""
        return cast("Edition | None", self.real().filter(status=Status.ADOPTED).first())

    def _adopted_or_newest(self) -> "Edition | None":
        rows = self.public()
        edition = rows.filter(status=Status.ADOPTED).first() or rows.order_by("-number").first()
        return cast("Edition | None", edition)

    def current_key(self, *, of_examples: bool = False) -> "models.QuerySet[Edition, dict[str, int]]":
        """The key of the current edition, or of the current example edition, as a part of another query."""
        adopted_first = models.Case(models.When(status=Status.ADOPTED, then=0), default=1)
        keys = self.filter(is_example=of_examples).public().order_by(adopted_first, "-number").values("pk")[:1]
        return cast("models.QuerySet[Edition, dict[str, int]]", keys)

    def with_drafting(self) -> Self:
        """Those that are being drafted, and those with a record of it."""
        is_drafted = models.Q(wordings__isnull=False) | models.Q(proposals__isnull=False)
        return self.filter(models.Q(status__in=OPEN) | is_drafted).distinct()

    def with_parties(self) -> Self:
        """With the parties and all their decisions, including withdrawn ones."""
        return self.select_related("strategy").prefetch_related("parties__organisation", "parties__approvals")


CONTENT_FIELDS = ("sealed", "laid_before")
"""Fields that hold the whole agenda: megabytes that a list or the page of an action never needs."""


class EditionManager(models.Manager.from_queryset(EditionQuerySet)):  # type: ignore[misc]
    """Editions without their whole content, which is loaded on access."""

    def get_queryset(self) -> EditionQuerySet:
        """All editions."""
        return super().get_queryset().defer(*CONTENT_FIELDS)


class PartyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Parties to editions and to strategies."""

    def of(self, subject: "Subject") -> Self:
        """The parties to this edition or version of a strategy."""
        return self.filter(**{str(subject._meta.model_name): subject})

    def signing(self) -> Self:
        """Those that decide."""
        return self.filter(is_signatory=True)

    def asked_now(self) -> Self:
        """Those whose decision is possible now, each with what it is about."""
        is_asked = models.Q(edition__status=Status.APPROVAL) | models.Q(strategy__status=Status.APPROVAL)
        return self.signing().filter(is_asked).with_subject()

    def with_subject(self) -> Self:
        """With what they decide on and their organisation."""
        rows = self.select_related("edition", "strategy", "organisation")
        return rows.defer(*(f"{subject}__{name}" for subject in ("edition", "strategy") for name in CONTENT_FIELDS))


class ApprovalQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Decisions of parties."""

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)


class RemarkQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Remarks on editions."""

    def newest_first(self) -> Self:
        """The newest first, annotated with `moment`: when it was answered, or else published."""
        return self.annotate(moment=Coalesce("answered_at", "placed_at")).order_by("-moment", "-pk")
