"""Queries of yields."""

from typing import Self

from django.db import models
from django.db.models import Q

from stedennet.agenda.models import Commitment, Edition
from stedennet.calls.models import Call
from stedennet.core.folded_text import fold_text
from stedennet.initiatives.models import Adoption, Initiative


class YieldQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Yields."""

    def readable(self) -> Self:
        """Those of what stands in a public list: the current edition, public calls, published initiatives.

        Those of examples are left out.
        """
        calls = Call.objects.readable().filter(is_example=False)
        adoptions = Adoption.objects.public().filter(initiative__is_example=False)
        return self.filter(
            Q(action__in=_select_current().values("action"))
            | Q(call__in=calls.order_by().values("pk"))
            | Q(adoption__in=adoptions.order_by().values("pk"))
        )

    def confirmed(self) -> Self:
        """Those that both sides confirmed: only these are added up."""
        return self.filter(state="confirmed")

    def sourced(self) -> Self:
        """Those that only a public source states."""
        return self.filter(state="sourced")

    def about(self, theme: str) -> Self:
        """Those of actions, calls and adoptions with this theme (a slug); each once."""
        initiatives = Initiative.objects.about(theme).order_by().values("pk")
        return self.filter(
            Q(action__in=_select_current().filter(themes__slug=theme).values("action"))
            | Q(call__in=Call.objects.about(theme).order_by().values("pk"))
            | Q(adoption__initiative__in=initiatives)
        )

    def of_organisation(self, slug: str) -> Self:
        """Those that this organisation (a slug) reported, confirmed or disputed."""
        return self.filter(Q(reported_by__slug=slug) | Q(answered_by__slug=slug))

    def saying(self, words: str) -> Self:
        """Those with these words in the unit or the sentence; only the first six words count."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(Q(unit__folded__contains=word) | Q(words__folded__contains=word))
        return rows

    def with_cards(self) -> Self:
        """The same yields with what a list shows, in one query."""
        return self.select_related(
            "action", "call", "adoption__initiative", "adoption__organisation", "reported_by", "answered_by"
        )


def _select_current() -> "models.QuerySet[Commitment]":
    return Commitment.objects.filter(edition__in=Edition.objects.current_key()).order_by()
