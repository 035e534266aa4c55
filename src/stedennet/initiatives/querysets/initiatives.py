"""Queries of initiatives."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from stedennet.core.combined_reads import Instances, Rows, prefetch_together
from stedennet.core.folded_text import fold_text

from ..rules.adoptability import DOCUMENTS, WORKING
from ..rules.choices import ContactLevel, Made
from ..rules.states import PUBLIC, WAITING, State
from .adoptions import AdoptionQuerySet

if TYPE_CHECKING:
    from ..models import Initiative


DETAILS = ("steps", "results", "lessons", "products", "links", "pictures__image")
"""What belongs to one initiative only."""


class InitiativeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Initiatives."""

    def published(self) -> Self:
        """Initiatives in the public list; examples only where the site shows them."""
        return self.filter(state=State.PUBLISHED)._shown()

    def readable(self) -> Self:
        """Initiatives with a public page: published and archived ones; examples only where the site shows them."""
        return self.filter(state__in=PUBLIC)._shown()

    def newest(self) -> Self:
        """Published initiatives, those that were published last first; no examples, because they are no news."""
        return self.published().filter(is_example=False).order_by("-published_at", "-id")

    def _shown(self) -> Self:
        return self if settings.SHOW_EXAMPLES else self.filter(is_example=False)

    def waiting(self) -> Self:
        """Initiatives awaiting review, oldest first."""
        return self.filter(state__in=WAITING).order_by("state_at")

    def about(self, theme: str) -> Self:
        """Initiatives with this theme (a slug)."""
        return self.filter(themes__slug=theme)

    def in_city(self, slug: str) -> Self:
        """Initiatives in this city (a slug)."""
        return self.filter(cities__slug=slug)

    def in_province(self, slug: str) -> Self:
        """Initiatives in a city of this province (a slug)."""
        return self._where(cities__province__slug=slug)

    def with_partner_kind(self, kind: str) -> Self:
        """Initiatives with a partner of this kind of organisation."""
        return self._where(partners__organisation__kind=kind)

    def with_part_of(self, slug: str) -> Self:
        """Initiatives that this organisation (a slug) leads or takes part in, as a city or a partner; each once."""
        is_city, is_partner = self._keys(cities__slug=slug), self._keys(partners__organisation__slug=slug)
        return self.filter(Q(lead__slug=slug) | Q(pk__in=is_city) | Q(pk__in=is_partner))

    def with_lessons(self) -> Self:
        """Initiatives with at least one lesson."""
        return self._where(lessons__isnull=False)

    def ready_to_adopt(self) -> Self:
        """Initiatives that a city can begin to adopt: the rule `is_ready` as a database condition."""
        return self.filter(self._is_ready())

    def _is_ready(self) -> Q:
        has_documents = Q(kind__in=DOCUMENTS) & ~Q(url="")
        evidence = ~Q(evidence="") | self._has("results", ~Q(figure=""))
        evidence |= self._has("products", Q(kind=Made.EVIDENCE) & ~Q(url=""))
        costs = Q(costs_low__isnull=False) | Q(costs_high__isnull=False) | ~Q(costs_in_words="")
        to_take_along = ~Q(licence="") | self._has("products", ~Q(licence="") | has_documents)
        return Q(phase__in=WORKING) & evidence & costs & ~Q(contact_level=ContactLevel.NONE) & to_take_along

    def _has(self, relation: str, condition: Q) -> Q:
        rows: Any = self.model._meta.get_field(relation).related_model
        return Q(Exists(rows.objects.filter(condition, initiative=OuterRef("pk"))))

    def begun_in(self, year: int) -> Self:
        """Initiatives that began in this year."""
        return self.filter(begins_on__year=year)

    def saying(self, words: str) -> Self:
        """Initiatives with these words in the name or the summary; only the first six words count."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(Q(title__folded__contains=word) | Q(summary__folded__contains=word))
        return rows

    def with_reuse(self) -> Self:
        """Annotate `reused` and `sourced`: how many organisations adopted it, confirmed, and how many according to a
        source only; each counted once, without the lead. `still_used`: how many said last that they still use it."""
        adoptions: Any = self.model._meta.get_field("adoptions").related_model
        return self.annotate(
            reused=_count_organisations(adoptions.objects.confirmed()),
            sourced=_count_organisations(adoptions.objects.sourced()),
            still_used=_count_organisations(adoptions.objects.still_used()),
        )

    def with_readiness(self) -> Self:
        """Annotate `is_ready`: whether another city can begin to adopt it."""
        return self.annotate(is_ready=ExpressionWrapper(self._is_ready(), BooleanField()))

    def with_covers(self) -> Self:
        """Annotate `cover_file` and `cover_alt`: the cover of the first picture and its words; None without one."""
        pictures: Any = self.model._meta.get_field("pictures").related_model
        first = pictures.objects.filter(initiative=OuterRef("pk")).order_by("pk")
        made = first.filter(image__renditions__filter_spec=pictures.COVER)
        return self.annotate(
            cover_file=Subquery(made.values("image__renditions__file")[:1]), cover_alt=Subquery(made.values("alt")[:1])
        )

    def most_reused_first(self) -> Self:
        """The same initiatives for a short list: most adopted first, with their lead."""
        return self.with_reuse().select_related("lead").order_by("-reused", "title", "id")

    def for_page(self) -> Self:
        """The same initiatives for a page of each: what `read_page` does not read."""
        return self.most_reused_first().with_readiness().with_covers()

    def with_cards(self) -> Self:
        """The same initiatives with the related records that a list shows."""
        themes = apps.get_model("network", "Theme")._default_manager.select_related("scheme")
        # A list that has its cards may ask for everything afterwards, and Django refuses the same lookup twice.
        fresh = self.with_reuse().with_readiness().with_covers().select_related("lead").prefetch_related(None)
        return fresh.prefetch_related(Prefetch("themes", themes), "cities")

    def with_everything(self) -> Self:
        """The same initiatives with the related records that a page shows, for lists in every detail."""
        partners, adoptions = (
            apps.get_model("initiatives", name)._default_manager.select_related("organisation")
            for name in ("Partner", "Adoption")
        )
        return self.with_cards().prefetch_related(
            Prefetch("partners", partners), *DETAILS, Prefetch("adoptions", adoptions), "adoptions__follow_ups"
        )

    def read_page(self, initiative: "Initiative", *beside: Rows) -> list[Instances]:
        """Prefetch everything that the page of an initiative shows, and read the rows of `beside`; one query."""
        relations = ("themes__scheme", "cities", "partners__organisation", *DETAILS)
        adoptions = ("adoptions__organisation", "adoptions__follow_ups")
        return prefetch_together(initiative, *relations, *adoptions, beside=beside)

    def _where(self, **lookups: object) -> Self:
        # A subquery instead of a join: each initiative once, however many related rows match.
        return self.filter(pk__in=self._keys(**lookups))

    def _keys(self, **lookups: object) -> models.QuerySet[models.Model, dict[str, int]]:
        return self.model._default_manager.filter(**lookups).values("pk")


def _count_organisations(adoptions: AdoptionQuerySet) -> Coalesce:
    # A lead cannot adopt its own initiative, but an organisation that claimed it later may have adopted it before.
    others = adoptions.filter(Q(initiative__lead=None) | ~Q(organisation=F("initiative__lead"))).order_by()
    own = others.filter(initiative=OuterRef("pk")).values("initiative")
    return Coalesce(Subquery(own.annotate(n=Count("organisation", distinct=True)).values("n")), 0)
