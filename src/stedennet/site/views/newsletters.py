"""The newsletters that went out: the list, the same as open data, and one newsletter."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.changes.dating import newest_change_first
from stedennet.core.dates import in_words
from stedennet.core.text import in_language
from stedennet.newsletters.letters import as_item
from stedennet.newsletters.models import Newsletter, Story

from .. import feeds, opendata
from ..feeds import contents
from ..letters import paragraphs

PER_PAGE = 24
PUBLIC_STORIES = Prefetch("stories", Story.objects.public())
COLUMNS = ("onderwerp", "datum", "berichten", "adres")


def newsletter_list(request: HttpRequest) -> HttpResponse:
    """All newsletters, the newest first, a page at a time."""
    page = Paginator(Newsletter.objects.public(), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "newsletters": [card(one) for one in page.object_list],
        "page_obj": page,
        "csv_url": reverse("newsletter_csv"),
        "json_url": reverse("newsletter_json"),
        "feed_url": reverse("newsletter_feed"),
    }
    return render(request, "site/newsletters/list.html", context)


def newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    """One newsletter as a page."""
    one = get_object_or_404(Newsletter.objects.public().prefetch_related(PUBLIC_STORIES), slug=slug)
    context = {"newsletter": card(one), "intro": paragraphs(in_language(one, "intro")), "stories": stories(one)}
    return render(request, "site/newsletters/page.html", context)


def card(one: Newsletter) -> dict[str, Any]:
    """What lists and the page show of a newsletter."""
    day = localdate(one.begun_at) if one.begun_at else None
    return {
        "title": in_language(one, "subject"),
        "url": reverse("newsletter", args=[one.slug]),
        "day": in_words(day),
        "iso_day": day.isoformat() if day else "",
        "teaser": next(iter(paragraphs(in_language(one, "intro"))), ""),
    }


def stories(one: Newsletter) -> list[dict[str, Any]]:
    """The things that it tells of, as they were told."""
    language = (get_language() or "nl")[:2]
    items = [as_item(story, language) for story in one.stories.all()]
    return [
        {
            "title": item.title,
            "summary": item.summary,
            "url": item.url.removeprefix(settings.SITE_URL),
            "facts": " · ".join(part for part in (item.kind, _when(item.date), item.organisation) if part),
        }
        for item in items
    ]


def _as_data(one: Newsletter) -> dict[str, Any]:
    shown = card(one)
    return {
        "onderwerp": shown["title"],
        "datum": shown["iso_day"],
        "berichten": len(one.stories.all()),
        "adres": f"{settings.SITE_URL}{shown['url']}",
    }


def newsletter_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV."""
    rows = Newsletter.objects.public().prefetch_related(PUBLIC_STORIES)
    return opendata.as_csv("nieuwsbrieven", COLUMNS, map(_as_data, rows))


def newsletter_json(request: HttpRequest) -> HttpResponse:
    """The list as JSON."""
    rows = Newsletter.objects.public().prefetch_related(PUBLIC_STORIES)
    return opendata.as_json("nieuwsbrieven", map(_as_data, rows))


def newsletter_feed(request: HttpRequest) -> HttpResponseBase:
    """The newsletters as a feed, whole."""
    rows = newest_change_first(Newsletter.objects.public().prefetch_related(PUBLIC_STORIES), otherwise="begun_at")
    return feeds.answer(request, _("Nieuwsbrieven"), reverse("newsletter_list"), rows, contents.newsletters)


def _when(date: dt.date | str | None) -> str:
    return date if isinstance(date, str) else in_words(date)
