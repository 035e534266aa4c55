"""Queries of adoptions."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from ..rules.choices import Verdict
from ..rules.follow_ups import Use
from ..rules.states import State


class AdoptionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Adoptions."""

    def confirmed(self) -> Self:
        """Confirmed adoptions: only these count as adopted."""
        return self.filter(verdict=Verdict.CONFIRMED)

    def sourced(self) -> Self:
        """Adoptions known from a public source, that neither city confirmed; they are counted apart."""
        return self.filter(verdict=Verdict.SOURCED)

    def shown(self) -> Self:
        """Adoptions to name elsewhere: confirmed ones first, then those known from a source."""
        return self.filter(verdict__in=(Verdict.CONFIRMED, Verdict.SOURCED)).order_by("verdict", "told_at", "id")

    def of_organisation(self, organisation: object) -> Self:
        """Adoptions by this organisation, and those with this organisation as their source. One query."""
        adopted = Q(organisation=organisation)
        was_source = Q(of__organisation=organisation) | Q(of=None, initiative__lead=organisation)
        return self.filter(adopted | was_source).select_related("initiative", "organisation")

    def still_used(self) -> Self:
        """Confirmed adoptions of which the city last said that it still uses it."""
        follow_ups: Any = self.model._meta.get_field("follow_ups").related_model
        newest = follow_ups.objects.filter(adoption=OuterRef("pk"), answered_at__isnull=False)
        last_use = Subquery(newest.order_by("-answered_at", "-pk").values("use")[:1])
        return self.confirmed().alias(last_use=last_use).filter(last_use__in=(Use.IN_USE, Use.ADAPTED))

    def public(self) -> Self:
        """Adoptions of published initiatives; of examples only where the site shows them."""
        public = self.filter(initiative__state=State.PUBLISHED)
        return public if settings.SHOW_EXAMPLES else public.filter(initiative__is_example=False)
