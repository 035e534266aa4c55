"""Reads of events and registrations."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from wagtail.models import PageManager

from stedennet.core.pages import PublicPageQuerySet
from stedennet.network.models import Representation

from .rules.waiting_lists import ACTIVE, HOLDS_A_PLACE, RETENTION, Status


class EventQuerySet(PublicPageQuerySet):
    """Event pages."""

    def upcoming(self, moment: dt.datetime) -> Self:
        """What has not ended yet, the first to come first."""
        return self.filter(ends_at__gte=moment).order_by("starts_at", "pk")

    def past(self, moment: dt.datetime) -> Self:
        """What is over, the latest first."""
        return self.filter(ends_at__lt=moment).order_by("-starts_at", "-pk")

    def between(self, begin: dt.datetime, end: dt.datetime) -> Self:
        """What touches the time from `begin` up to `end`."""
        return self.filter(starts_at__lt=end, ends_at__gte=begin).order_by("starts_at", "pk")

    def for_theme(self, slug: str) -> Self:
        """Only about the theme with this slug."""
        return self.filter(themes__slug=slug)

    def of_kind(self, kind: str) -> Self:
        """Only of this kind."""
        return self.filter(kind=kind)

    def by_organiser(self, slug: str) -> Self:
        """Only those that the organisation with this slug organises."""
        return self.filter(organiser__slug=slug)

    def in_year(self, year: int) -> Self:
        """Only those that begin in this year."""
        return self.filter(starts_at__year=year)

    def for_representative(self, user: Any, *, day: dt.date) -> Self:
        """Those of the organisations that this person represents on `day`."""
        return self.filter(
            organiser__in=Representation.objects.on(day).filter(user_id=user.pk).values("organisation_id")
        )

    def not_long_over(self, moment: dt.datetime) -> Self:
        """What is to come, and what ended so short ago that the organiser still needs to know who came."""
        return self.filter(ends_at__gte=moment - RETENTION)

    def with_organiser(self) -> Self:
        """With organiser, for short lists."""
        return self.select_related("organiser")

    def with_parts(self) -> Self:
        """With organiser and themes, for lists."""
        return self.with_organiser().prefetch_related("themes__scheme")


EventManager = PageManager.from_queryset(EventQuerySet)
SeriesManager = PageManager.from_queryset(PublicPageQuerySet)


class RegistrationQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Who registered."""

    def in_order(self) -> Self:
        """In the order of arrival."""
        return self.order_by("id")

    def active(self) -> Self:
        """Who has a place, may have one, or waits."""
        return self.filter(status__in=ACTIVE)

    def waiting(self) -> Self:
        """Who waits."""
        return self.filter(status=Status.WAITING)

    def passed_by(self, moment: dt.datetime) -> Self:
        """Whose offer ended by `moment`."""
        return self.filter(status=Status.OFFERED, offered_until__lte=moment)

    def to_remind(self, moment: dt.datetime) -> Self:
        """Who has a place at an event that begins within a day, and was not reminded."""
        soon = moment + dt.timedelta(days=1)
        return self.filter(
            status=Status.PLACE,
            reminded_at=None,
            event__live=True,
            event__is_cancelled=False,
            event__starts_at__gt=moment,
            event__starts_at__lte=soon,
        )

    def counts(self) -> dict[str, int]:
        """How many places are held and how many wait."""
        found: dict[str, Any] = self.aggregate(
            held=Count("id", filter=Q(status__in=HOLDS_A_PLACE)), waiting=Count("id", filter=Q(status=Status.WAITING))
        )
        return found
