"""Reads of organisations, with the filters of the public list."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower, Substr

from ..rules.names import normalise_name
from .periods import DatedQuerySet

if TYPE_CHECKING:
    from .themes import ThemeQuerySet

ARTICLES = ("'s-", "’s-", "'t ", "’t ")
"""Shortened articles before a place name, which Dutch alphabetical order ignores."""


class OrganisationQuerySet(DatedQuerySet):
    """Organisations; `on(day)` leaves out those that are dissolved by then."""

    def on(self, day: dt.date) -> Self:
        """Those that exist on `day`; examples only where the site shows them."""
        return super().on(day).shown()

    def shown(self) -> Self:
        """Those that this site shows at all: examples only by setting."""
        return self.all() if settings.SHOW_EXAMPLES else self.filter(is_example=False)

    def of_kind(self, kind: str) -> Self:
        """Those of one kind, such as "municipality"."""
        return self.filter(kind=kind)

    def in_province(self, slug: str) -> Self:
        """Those in the province with this slug, and the province itself."""
        return self.filter(Q(province__slug=slug) | Q(kind="province", slug=slug))

    def in_group(self, slug: str, *, day: dt.date) -> Self:
        """The members of the group on `day`."""
        return self._with_a("memberships", day, group__slug=slug)

    def with_role(
        self, *, theme: str = "", role: str = "", day: dt.date, among: "ThemeQuerySet | None" = None
    ) -> Self:
        """Those with this role for this theme on `day`, or for one `among` these; an empty role or theme means any."""
        conditions: dict[str, object] = {"theme__slug": theme, "role": role}
        wanted = {key: value for key, value in conditions.items() if value}
        return self._with_a("theme_roles", day, **wanted, **({} if among is None else {"theme__in": among}))

    def resembling(self, text: str) -> Self:
        """Those with `text` in one of their names, or with this code; everyday and former names count, and those of
        what merged into them."""
        names: Any = self.model._meta.get_field("names").related_model
        words, here = normalise_name(text), OuterRef("pk")
        owner = Q(organisation=here) | Q(organisation__successor=here) | Q(organisation__successor__successor=here)
        has_name = Exists(names.objects.filter(owner, folded__contains=words))
        return self.filter(has_name | Q(code__iexact=text)) if words else self.none()

    def heirs_of(self, organisation: int, *, day: dt.date) -> Self:
        """The organisation with this key and its successors by `day`, whose representatives speak for it too."""
        merged = Q(predecessors__ends_on__lte=day)
        merged_before = Q(predecessors__predecessors__ends_on__lte=day)
        return self.filter(
            Q(pk=organisation)
            | merged & Q(predecessors=organisation)
            | merged & merged_before & Q(predecessors__predecessors=organisation)
        )

    def with_predecessors(self, keys: "models.QuerySet[Any, Any]", *, day: dt.date) -> Self:
        """The organisations with these keys, and those that merged into them by `day`."""
        merged = Q(ends_on__lte=day)
        return self.filter(
            Q(pk__in=keys)
            | merged & Q(successor__in=keys)
            | merged & Q(successor__successor__in=keys, successor__ends_on__lte=day)
        )

    def with_place(self) -> Self:
        """Only what a map needs of each: name, address, code, province and point."""
        return self.only("name", "slug", "code", "province", "longitude", "latitude")

    def list_names(self) -> list[str]:
        """Their names in the order of the alphabet, for a field to choose from."""
        return list(self.order_by("name").values_list("name", flat=True))

    def list_municipality_names(self) -> list[str]:
        """The names of the municipalities among them."""
        return self.of_kind("municipality").list_names()

    def by_name(self) -> Self:
        """In alphabetical order, ignoring case; 's-Hertogenbosch is sorted under H, as in a Dutch index."""
        without_article = [
            When(name__startswith=article, then=Substr("name", len(article) + 1)) for article in ARTICLES
        ]
        return self.order_by(Lower(Case(*without_article, default="name")), "id")

    def _with_a(self, relation: str, day: dt.date, **conditions: object) -> Self:
        related: Any = self.model._meta.get_field(relation).related_model
        return self.filter(Exists(related._default_manager.on(day).filter(organisation=OuterRef("pk"), **conditions)))
