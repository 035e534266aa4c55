"""Challenges: their list with filters, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from stedennet.challenges.models import Challenge
from stedennet.challenges.querysets import ChallengeQuerySet
from stedennet.core import workbooks
from stedennet.lists.challenges import CHALLENGES

from .. import news, open_data
from ..cards import challenge_pages
from ..cards import challenges as challenge_cards
from ..embedding import share_metadata, shareables
from ..feeds import contents
from .lists import ListPages


def _workbook(challenges: ChallengeQuerySet) -> bytes:
    """The list with the columns of its open data."""
    return workbooks.write_workbook([open_data.as_sheet(CHALLENGES, challenges)])


LIST_PAGES = ListPages(
    declared=CHALLENGES,
    template="site/challenges/list.html",
    cards=lambda challenges: {"challenges": [challenge_cards.build_challenge_card(row) for row in challenges]},
    entries=contents.build_challenge_entries,
    workbook=_workbook,
)


def show_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a challenge: what it is, whose, and the actions, initiatives, calls and articles about it."""
    challenge = get_object_or_404(Challenge.objects.readable().with_cards(), slug=slug)
    context = {
        **challenge_pages.build_challenge_page(challenge),
        "news": news.list_latest_news(6, subject=challenge),
        "share": share_metadata.build_share_metadata(shareables.build_challenge_shareable(challenge)),
    }
    return render(request, "site/challenges/page.html", context)
