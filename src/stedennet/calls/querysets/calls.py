"""Queries of calls."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stedennet.core.folded_text import fold_text

from ..rules.states import PUBLIC, State


def open_on(day: dt.date) -> Q:
    """The rule `is_open` as a database condition."""
    return Q(state=State.PUBLISHED, closes_on__gte=day)


class CallQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Calls."""

    def open(self, day: dt.date) -> Self:
        """Calls that can be answered on `day`, soonest deadline first."""
        return self.filter(open_on(day)).order_by("closes_on", "id")

    def closed(self, day: dt.date) -> Self:
        """Calls that cannot be answered on `day`, including those that the worker has yet to close."""
        return self.exclude(open_on(day))

    def of_action(self, action: object) -> Self:
        """Calls for this action, and the call whose partnership became this action; each with what was proposed."""
        became = Q(action_proposal__proposal__wording__commitment__action=action)
        return self.filter(Q(action=action) | became)

    def readable(self) -> Self:
        """Calls with a public page; examples only where the site shows them."""
        public = self.filter(state__in=PUBLIC)
        return public if settings.SHOW_EXAMPLES else public.filter(is_example=False)

    def placed_here(self) -> Self:
        """Calls that somebody placed on this site: not those known from a source, and no examples."""
        return self.filter(source_url="", is_example=False)

    def sourced(self) -> Self:
        """Calls of which a public source tells."""
        return self.exclude(source_url="")

    def examples(self) -> Self:
        """Made-up calls, which only the demo has."""
        return self.filter(is_example=True)

    def waiting(self) -> Self:
        """Calls awaiting review, oldest first."""
        return self.filter(state=State.CONFIRMED).order_by("state_at")

    def about(self, theme: str) -> Self:
        """Calls with this theme (a slug): their own, or that of their initiative."""
        return self.filter(Q(theme__slug=theme) | Q(pk__in=self._on_initiatives_about(theme)))

    def saying(self, words: str) -> Self:
        """Calls with these words in the title or the purpose; only the first six words count."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(Q(title__folded__contains=word) | Q(what_for__folded__contains=word))
        return rows

    def with_cards(self) -> Self:
        """The same calls with the related records that a list shows, in one query."""
        return self.select_related("theme__scheme", "initiative", "action", "organisation", "province")

    def _on_initiatives_about(self, theme: str) -> Self:
        return self.model._default_manager.filter(initiative__themes__slug=theme).values("pk")  # type: ignore[return-value]
