"""The newsletters that went out: the list, the same as open data, and one newsletter."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text
from stedennet.lists.newsletters import NEWSLETTERS, add_public_stories
from stedennet.newsletters.letters import build_letter_item
from stedennet.newsletters.models import Newsletter

from ..feeds import contents
from ..mail.letters import split_paragraphs
from .lists import PER_PAGE, ListPages


def newsletter_list(request: HttpRequest) -> HttpResponse:
    """All newsletters, the newest first, a page at a time."""
    page = Paginator(Newsletter.objects.public(), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "newsletters": [build_newsletter_card(one) for one in page.object_list],
        "page_obj": page,
    }
    return render(request, "site/newsletters/list.html", LIST_PAGES.context(LIST_PAGES.filters(request)) | context)


LIST_PAGES = ListPages(declared=NEWSLETTERS, view=newsletter_list, entries=contents.build_newsletter_entries)


def show_newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    """One newsletter as a page."""
    one = get_object_or_404(add_public_stories(Newsletter.objects.public()), slug=slug)
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


def _format_date(date: dt.date | str | None) -> str:
    return date if isinstance(date, str) else format_day(date)
