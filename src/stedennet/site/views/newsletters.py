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

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text
from stedennet.newsletters.letters import build_letter_item
from stedennet.newsletters.models import Newsletter, Story

from .. import feeds, open_data
from ..feeds import contents
from ..mail.letters import split_paragraphs

PER_PAGE = 24
PUBLIC_STORIES = Prefetch("stories", Story.objects.public())
COLUMNS = ("onderwerp", "datum", "berichten", "adres")


def newsletter_list(request: HttpRequest) -> HttpResponse:
    """All newsletters, the newest first, a page at a time."""
    page = Paginator(Newsletter.objects.public(), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "newsletters": [build_newsletter_card(one) for one in page.object_list],
        "page_obj": page,
        "csv_url": reverse("newsletter_csv"),
        "json_url": reverse("newsletter_json"),
        "feed_url": reverse("newsletter_feed"),
    }
    return render(request, "site/newsletters/list.html", context)


def show_newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    """One newsletter as a page."""
    one = get_object_or_404(Newsletter.objects.public().prefetch_related(PUBLIC_STORIES), slug=slug)
    context = {
        "newsletter": build_newsletter_card(one),
        "intro": split_paragraphs(get_localised_text(one, "intro")),
        "stories": build_stories(one),
    }
    return render(request, "site/newsletters/page.html", context)


def build_newsletter_card(one: Newsletter) -> dict[str, Any]:
    """What lists and the page show of a newsletter."""
    day = localdate(one.begun_at) if one.begun_at else None
    return {
        "title": get_localised_text(one, "subject"),
        "url": reverse("newsletter", args=[one.slug]),
        "day": format_day(day),
        "iso_day": day.isoformat() if day else "",
        "teaser": next(iter(split_paragraphs(get_localised_text(one, "intro"))), ""),
    }


def build_stories(one: Newsletter) -> list[dict[str, Any]]:
    """The things that it tells of, as they were told."""
    language = (get_language() or "nl")[:2]
    items = [build_letter_item(story, language) for story in one.stories.all()]
    return [
        {
            "title": item.title,
            "summary": item.summary,
            "url": item.url.removeprefix(settings.SITE_URL),
            "facts": " · ".join(part for part in (item.kind, _format_date(item.date), item.organisation) if part),
        }
        for item in items
    ]


def _as_data(one: Newsletter) -> dict[str, Any]:
    shown = build_newsletter_card(one)
    return {
        "onderwerp": shown["title"],
        "datum": shown["iso_day"],
        "berichten": len(one.stories.all()),
        "adres": f"{settings.SITE_URL}{shown['url']}",
    }


def newsletter_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV."""
    rows = Newsletter.objects.public().prefetch_related(PUBLIC_STORIES)
    return open_data.build_csv_response("nieuwsbrieven", COLUMNS, map(_as_data, rows))


def newsletter_json(request: HttpRequest) -> HttpResponse:
    """The list as JSON."""
    rows = Newsletter.objects.public().prefetch_related(PUBLIC_STORIES)
    return open_data.build_json_response("nieuwsbrieven", map(_as_data, rows))


def newsletter_feed(request: HttpRequest) -> HttpResponseBase:
    """The newsletters as a feed, whole."""
    rows = order_by_newest_change(Newsletter.objects.public().prefetch_related(PUBLIC_STORIES), otherwise="begun_at")
    return feeds.respond_with_feed(
        request, _("Nieuwsbrieven"), reverse("newsletter_list"), rows, contents.build_newsletter_entries
    )


def _format_date(date: dt.date | str | None) -> str:
    return date if isinstance(date, str) else format_day(date)
