"""Queries on indicators and their values."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Max, Min, Prefetch, Q

from stedennet.core.folded_text import fold_text
from stedennet.network.models import OrganisationFigure

from .editions import is_public

if TYPE_CHECKING:
    from ..models import Action

IS_VALUE = Q(points__kind="value")


def _list_public_actions() -> "models.QuerySet[Action]":
    """The actions with a page."""
    actions: Any = apps.get_model("agenda", "Action")._default_manager
    return actions.filter(is_public("commitments__edition__")).order_by()  # type: ignore[no-any-return]


class IndicatorQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Indicators."""

    def readable(self) -> Self:
        """Those with a public page: by themselves, or of an action that readers can see."""
        return self.filter(Q(action=None) | Q(action__in=_list_public_actions().values("pk"))).exclude(slug=None)

    def listed(self) -> Self:
        """Those in the public list: readable, and not of an example."""
        return self.readable().exclude(action__is_example=True)

    def about(self, theme: str) -> Self:
        """Those with this theme (a slug)."""
        return self.filter(themes__slug=theme)

    def measured_for(self, organisation: str) -> Self:
        """Those with a value of this organisation (a slug)."""
        points: Any = self.model._meta.get_field("points").related_model
        measured = points._default_manager.measured().filter(organisation__slug=organisation)
        return self.filter(pk__in=measured.order_by().values("indicator"))

    def used_in(self, action: "Action") -> Self:
        """Those that stand by themselves and that this action uses."""
        return self.filter(action=None, used_by=action)

    def saying(self, words: str) -> Self:
        """Those with these words in the name or the unit; only the first six words count."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(Q(name__folded__contains=word) | Q(unit__folded__contains=word))
        return rows

    def with_cards(self) -> Self:
        """With what a list shows: themes, the actions that use it, and how much was measured and when."""
        users = _list_public_actions().filter(is_example=False).distinct().order_by("code")
        used_by = Prefetch("used_by", users, to_attr="public_users")
        rows = self.select_related("action").prefetch_related("themes__scheme", used_by)
        return rows.annotate(
            measured=Count("points", filter=IS_VALUE, distinct=True),
            organisations=Count("points__organisation", filter=IS_VALUE, distinct=True),
            first_on=Min("points__on", filter=IS_VALUE),
            last_on=Max("points__on", filter=IS_VALUE),
        )


class IndicatorPointQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Targets and measured values."""

    def measured(self) -> Self:
        """Measured values of an organisation or an area."""
        return self.filter(kind="value").exclude(organisation=None, area="")

    def listed(self) -> Self:
        """The values in the public list: those of indicators that stand by themselves."""
        return self.measured().filter(indicator__action=None)

    def of_indicator(self, slug: str) -> Self:
        """Those of one indicator."""
        return self.filter(indicator__slug=slug)

    def about(self, theme: str) -> Self:
        """Those of indicators with this theme (a slug)."""
        return self.filter(indicator__themes__slug=theme)

    def saying(self, words: str) -> Self:
        """Those of an indicator or a place with these words in its name; only the first six words count."""
        rows = self
        for word in fold_text(words).split()[:6]:
            rows = rows.filter(
                Q(indicator__name__folded__contains=word) | Q(organisation__name__folded__contains=word)
            )
        return rows

    def with_place(self) -> Self:
        """With the indicator and the organisation."""
        return self.select_related("indicator", "organisation__province")

    def with_population(self) -> Self:
        """With the place, and all numbers of inhabitants of the organisation as `population_figures`."""
        figures = OrganisationFigure.objects.filter(kind=OrganisationFigure.Kind.POPULATION).order_by("on")
        return self.with_place().prefetch_related(
            Prefetch("organisation__figures", figures, to_attr="population_figures")
        )
