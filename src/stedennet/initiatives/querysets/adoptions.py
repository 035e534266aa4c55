"""Reads of adoptions."""

from typing import Self

from django.db import models
from django.db.models import Q

from ..rules.choices import Verdict
from ..rules.states import State


class AdoptionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Adoptions."""

    def confirmed(self) -> Self:
        """Those that count."""
        return self.filter(verdict=Verdict.CONFIRMED)

    def of_organisation(self, organisation: object) -> Self:
        """What an organisation took over, and what others took over from it; in one query."""
        took = Q(organisation=organisation)
        gave = Q(of__organisation=organisation) | Q(of=None, initiative__lead=organisation)
        return self.filter(took | gave).select_related("initiative", "organisation")

    def public(self) -> Self:
        """Those of initiatives that are published."""
        return self.filter(initiative__state=State.PUBLISHED)
