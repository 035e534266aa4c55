"""The list of events."""

import datetime as dt

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.folded_text import fold_text
from stedennet.events.models import EventPage
from stedennet.events.querysets import EventQuerySet

from .crosswalk import RELATED_FACET, THEME, ThemeFacet
from .declarations import Column, List, Order
from .facets import QueryFacet, count_choices, count_places, count_themes, count_years, is_year


def _keep_in_year(events: EventQuerySet, year: str) -> EventQuerySet:
    return events.in_year(int(year)) if is_year(year) else events.none()


def _day_or_moment(moment: dt.datetime, *, time_known: bool) -> str:
    return localtime(moment).isoformat() if time_known else str(localtime(moment).date())


EVENTS = List(
    kind="event",
    name="evenementen",
    label=_("Evenementen"),
    rows=lambda: EventPage.objects.public(),
    search=lambda events, words: events.filter(title__folded__contains=fold_text(words)),
    prepare=EventQuerySet.with_parts,
    orders=(Order("nieuw", "", lambda events: events.order_by("-starts_at")),),
    feed=lambda events: order_by_newest_change(
        events.with_parts().prefetch_related("programme"), otherwise="last_published_at"
    ),
    calendar=_("Evenementen"),
    facets=(
        ThemeFacet(THEME, _("Thema"), EventQuerySet.for_theme, count_themes("themes")),
        RELATED_FACET,
        QueryFacet("organisatie", _("Organisatie"), EventQuerySet.by_organiser, count_places("organiser")),
        QueryFacet("soort", _("Soort"), EventQuerySet.of_kind, count_choices("kind", EventPage.Kind.choices)),
        QueryFacet("jaar", _("Jaar"), _keep_in_year, count_years("starts_at")),
    ),
    columns=(
        Column("titel", _("Titel"), lambda event: event.title),
        Column("soort", _("Soort"), lambda event: event.get_kind_display()),
        Column("begint", _("Begint"), lambda event: _day_or_moment(event.starts_at, time_known=event.time_known)),
        Column("eindigt", _("Eindigt"), lambda event: _day_or_moment(event.ends_at, time_known=event.time_known)),
        Column("plaats", _("Plaats"), lambda event: event.place or None),
        Column("organisator", _("Organisator"), lambda event: event.by or None),
        Column(
            "themas", _("Thema’s"), lambda event: ", ".join(theme.clear_title for theme in event.themes.all()) or None
        ),
        Column("gaat_door", _("Gaat door"), lambda event: not event.is_cancelled, bool),
        Column("adres", _("Adres"), lambda event: f"{settings.SITE_URL}{event.get_url()}"),
        Column("bron", _("Bron"), lambda event: event.source_url or None),
    ),
)
