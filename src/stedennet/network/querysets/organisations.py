"""Reads of organisations: filtered as the public list filters them."""

import datetime as dt
from typing import Any, Self

from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower, Substr

from ..rules.names import normalise_name
from .periods import DatedQuerySet

ARTICLES = ("'s-", "’s-", "'t ", "’t ")
"""Shortened articles before a place name, which an index passes over."""


class OrganisationQuerySet(DatedQuerySet):
    """Organisations; `on(day)` leaves out what is dissolved by then."""

    def of_kind(self, kind: str) -> Self:
        """Only this kind, such as "municipality"."""
        return self.filter(kind=kind)

    def in_province(self, slug: str) -> Self:
        """Only those in the province with this slug, and the province itself."""
        return self.filter(Q(province__slug=slug) | Q(kind="province", slug=slug))

    def in_group(self, slug: str, *, day: dt.date) -> Self:
        """Only those that belong to the group on `day`."""
        return self._with_a("memberships", day, group__slug=slug)

    def with_role(self, *, theme: str = "", role: str = "", day: dt.date) -> Self:
        """Only those that have, on `day`, this role and this theme; an empty one means any."""
        wanted = {"theme__slug": theme, "role": role}
        return self._with_a("theme_roles", day, **{key: value for key, value in wanted.items() if value})

    def resembling(self, text: str) -> Self:
        """Only those with `text` in one of their names, also everyday and former ones, or with this code."""
        names: Any = self.model._meta.get_field("names").related_model
        words = normalise_name(text)
        called = Exists(names.objects.filter(organisation=OuterRef("pk"), folded__contains=words))
        return self.filter(called | Q(code__iexact=text)) if words else self.none()

    def heirs_of(self, organisation: int, *, day: dt.date) -> Self:
        """The organisation with this key, and what it went up in by `day`: whoever speaks for these speaks for it."""
        gone = Q(predecessors__ends_on__lte=day)
        older = Q(predecessors__predecessors__ends_on__lte=day)
        return self.filter(
            Q(pk=organisation)
            | gone & Q(predecessors=organisation)
            | gone & older & Q(predecessors__predecessors=organisation)
        )

    def with_predecessors(self, keys: Any, *, day: dt.date) -> Self:
        """The organisations with these keys, and those that went up in them by `day`."""
        gone = Q(ends_on__lte=day)
        return self.filter(
            Q(pk__in=keys)
            | gone & Q(successor__in=keys)
            | gone & Q(successor__successor__in=keys, successor__ends_on__lte=day)
        )

    def by_name(self) -> Self:
        """In the order of the alphabet, capitals or not; 's-Hertogenbosch stands with the H, as in a Dutch index."""
        bare = [When(name__startswith=article, then=Substr("name", len(article) + 1)) for article in ARTICLES]
        return self.order_by(Lower(Case(*bare, default="name")), "id")

    def _with_a(self, relation: str, day: dt.date, **wanted: Any) -> Self:
        related: Any = self.model._meta.get_field(relation).related_model
        return self.filter(Exists(related._default_manager.on(day).filter(organisation=OuterRef("pk"), **wanted)))
