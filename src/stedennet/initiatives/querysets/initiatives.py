"""Reads of initiatives."""

from typing import Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from stedennet.core.folded_text import fold_text

from ..rules.states import PUBLIC, WAITING, State


class InitiativeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Initiatives."""

    def published(self) -> Self:
        """What stands in the public list."""
        return self.filter(state=State.PUBLISHED)

    def readable(self) -> Self:
        """What has a public page: published, and archived ones too."""
        return self.filter(state__in=PUBLIC)

    def waiting(self) -> Self:
        """What an editor has to look at, the oldest first."""
        return self.filter(state__in=WAITING).order_by("state_at")

    def about(self, theme: str) -> Self:
        """Those of a theme, by its short name."""
        return self.filter(themes__slug=theme)

    def in_city(self, slug: str) -> Self:
        """Those in a city."""
        return self.filter(cities__slug=slug)

    def in_province(self, slug: str) -> Self:
        """Those in a city of a province."""
        return self._where(cities__province__slug=slug)

    def with_partner_kind(self, kind: str) -> Self:
        """Those with a partner of this kind of organisation."""
        return self._where(partners__organisation__kind=kind)

    def with_lessons(self) -> Self:
        """Those that taught something."""
        return self._where(lessons__isnull=False)

    def begun_in(self, year: int) -> Self:
        """Those that began in a year."""
        return self.filter(begins_on__year=year)

    def saying(self, words: str) -> Self:
        """Those with these words in the name or the sentence."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(Q(title__folded__contains=word) | Q(summary__folded__contains=word))
        return rows

    def with_reuse(self) -> Self:
        """With `reused`: how many organisations reuse it, confirmed, each once, and never who leads it."""
        adoptions: Any = self.model._meta.get_field("adoptions").related_model
        confirmed = adoptions.objects.confirmed().filter(initiative=OuterRef("pk"))
        # Who leads it has no adoption: the flow refuses that. A lead that came later (a claim) may have one.
        others = confirmed.filter(Q(initiative__lead=None) | ~Q(organisation=F("initiative__lead"))).order_by()
        counted = others.values("initiative").annotate(n=Count("organisation", distinct=True)).values("n")
        return self.annotate(reused=Coalesce(Subquery(counted), 0))

    def most_reused(self) -> Self:
        """Those that somebody reuses, most first."""
        return self.with_reuse().filter(reused__gt=0).order_by("-reused", "title")

    def never_reused(self) -> Self:
        """Those that nobody reuses yet, the newest first."""
        return self.with_reuse().filter(reused=0).order_by("-published_at", "-id")

    def with_cards(self) -> Self:
        """With what a list shows."""
        return self.with_reuse().select_related("lead").prefetch_related("themes__scheme", "cities")

    def with_everything(self) -> Self:
        """With what its page shows."""
        return self.with_cards().prefetch_related(
            "partners__organisation",
            "steps",
            "results",
            "lessons",
            "products",
            "links",
            "pictures__image",
            "adoptions__organisation",
        )

    def _where(self, **what: Any) -> Self:
        # Each once, however many of its parts fit.
        return self.filter(pk__in=self._keys(**what))

    def _keys(self, **what: Any) -> Any:
        return self.model._default_manager.filter(**what).values("pk")
