"""The newsletters that were sent: the list, its open data, and the page of one newsletter."""

import datetime as dt

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
    """Show all newsletters, the newest first, a page at a time."""
    page = Paginator(Newsletter.objects.public(), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "newsletters": [build_newsletter_card(newsletter) for newsletter in page.object_list],
        "page_obj": page,
    }
    return render(request, "site/newsletters/list.html", LIST_PAGES.context(LIST_PAGES.filters(request)) | context)


LIST_PAGES = ListPages(declared=NEWSLETTERS, view=newsletter_list, entries=contents.build_newsletter_entries)


def show_newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one newsletter."""
    newsletter = get_object_or_404(add_public_stories(Newsletter.objects.public()), slug=slug)
    context = {
        "newsletter": build_newsletter_card(newsletter),
        "intro": split_paragraphs(get_localised_text(newsletter, "intro")),
        "stories": build_stories(newsletter),
    }
    return render(request, "site/newsletters/page.html", context)


def build_newsletter_card(newsletter: Newsletter) -> dict[str, object]:
    """Build what lists and its own page show of a newsletter."""
    day = localdate(newsletter.begun_at) if newsletter.begun_at else None
    return {
        "title": get_localised_text(newsletter, "subject"),
        "url": reverse("newsletter", args=[newsletter.slug]),
        "day": format_day(day),
        "iso_day": day.isoformat() if day else "",
        "teaser": next(iter(split_paragraphs(get_localised_text(newsletter, "intro"))), ""),
    }


def build_stories(newsletter: Newsletter) -> list[dict[str, object]]:
    """Build the stories of a newsletter, worded as they were mailed."""
    language = (get_language() or "nl")[:2]
    items = [build_letter_item(story, language) for story in newsletter.stories.all()]
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
