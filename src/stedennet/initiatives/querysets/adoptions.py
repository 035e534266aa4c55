"""Queries of adoptions."""

from typing import Self

from django.db import models
from django.db.models import Q

from ..rules.choices import Verdict
from ..rules.states import State


class AdoptionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Adoptions."""

    def confirmed(self) -> Self:
        """Confirmed adoptions: only these are counted."""
        return self.filter(verdict=Verdict.CONFIRMED)

    def of_organisation(self, organisation: object) -> Self:
        """Adoptions by this organisation, and those with this organisation as their source. One query."""
        adopted = Q(organisation=organisation)
        was_source = Q(of__organisation=organisation) | Q(of=None, initiative__lead=organisation)
        return self.filter(adopted | was_source).select_related("initiative", "organisation")

    def public(self) -> Self:
        """Adoptions of published initiatives."""
        return self.filter(initiative__state=State.PUBLISHED)
