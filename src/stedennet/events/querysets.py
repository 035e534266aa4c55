"""Queries of events and registrations."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Prefetch, Q, When
from wagtail.models import PageManager

from stedennet.accounts.models import User
from stedennet.core.pages import PublicPageQuerySet
from stedennet.network.models import Representation, Theme

from .rules.waiting_lists import ACTIVE, HOLDS_A_PLACE, RETENTION, Status


class EventQuerySet(PublicPageQuerySet):
    """Event pages."""

    def public(self) -> Self:
        """Events that everybody may see; examples only where the site shows them."""
        return super().public().shown()

    def shown(self) -> Self:
        """Events that this site shows at all: examples only by setting."""
        return self.all() if settings.SHOW_EXAMPLES else self.filter(is_example=False)

    def upcoming(self, moment: dt.datetime) -> Self:
        """Events that have not ended at `moment`, soonest first."""
        return self.filter(ends_at__gte=moment).order_by("starts_at", "pk")

    def past(self, moment: dt.datetime) -> Self:
        """Events that ended before `moment`, latest first."""
        return self.filter(ends_at__lt=moment).order_by("-starts_at", "-pk")

    def upcoming_first(self, moment: dt.datetime) -> Self:
        """Events that have not ended at `moment`, soonest first, and then past ones, latest first."""
        begin = Case(When(ends_at__gte=moment, then=F("starts_at")))
        return self.order_by(begin.asc(nulls_last=True), "-starts_at", "pk")

    def between(self, begin: dt.datetime, end: dt.datetime) -> Self:
        """Events that overlap the time from `begin` up to `end`."""
        return self.filter(starts_at__lt=end, ends_at__gte=begin).order_by("starts_at", "pk")

    def for_theme(self, slug: str) -> Self:
        """Events with this theme (a slug)."""
        return self.filter(themes__slug=slug)

    def of_kind(self, kind: str) -> Self:
        """Events of this kind."""
        return self.filter(kind=kind)

    def by_organiser(self, slug: str) -> Self:
        """Events organised by the organisation with this slug."""
        return self.filter(organiser__slug=slug)

    def in_year(self, year: int) -> Self:
        """Events that begin in this year."""
        return self.filter(starts_at__year=year)

    def for_representative(self, user: User, *, day: dt.date) -> Self:
        """Events of the organisations that this person represents on `day`."""
        return self.filter(
            organiser__in=Representation.objects.on(day).filter(user_id=user.pk).values("organisation_id")
        )

    def not_long_over(self, moment: dt.datetime) -> Self:
        """Events to come, and those whose registrations are still kept at `moment`."""
        return self.filter(ends_at__gte=moment - RETENTION)

    def with_organiser(self) -> Self:
        """The same events with their organiser, for short lists."""
        return self.select_related("organiser")

    def with_parts(self) -> Self:
        """The same events with their organiser and themes, for lists."""
        return self.with_organiser().prefetch_related(Prefetch("themes", Theme.objects.select_related("scheme")))


EventManager = PageManager.from_queryset(EventQuerySet)
SeriesManager = PageManager.from_queryset(PublicPageQuerySet)


class RegistrationQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Registrations for events."""

    def in_order(self) -> Self:
        """Registrations in the order of arrival."""
        return self.order_by("id")

    def active(self) -> Self:
        """Registrations with a place, with an offer, or on the waiting list."""
        return self.filter(status__in=ACTIVE)

    def waiting(self) -> Self:
        """Registrations on the waiting list."""
        return self.filter(status=Status.WAITING)

    def passed_by(self, moment: dt.datetime) -> Self:
        """Registrations whose offer expired by `moment`."""
        return self.filter(status=Status.OFFERED, offered_until__lte=moment)

    def to_remind(self, moment: dt.datetime) -> Self:
        """Registrations with a place at an event within a day that were not reminded."""
        tomorrow = moment + dt.timedelta(days=1)
        return self.filter(
            status=Status.PLACE,
            reminded_at=None,
            event__live=True,
            event__is_cancelled=False,
            event__starts_at__gt=moment,
            event__starts_at__lte=tomorrow,
        )

    def counts(self) -> dict[str, int]:
        """The number of held places, and the number of people waiting."""
        totals: dict[str, int] = self.aggregate(
            held=Count("id", filter=Q(status__in=HOLDS_A_PLACE)), waiting=Count("id", filter=Q(status=Status.WAITING))
        )
        return totals
