"""The articles: how the list looks, one article, and short lists of them on other pages."""

import re
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse

from stedennet.core.clock import today
from stedennet.lists.articles import ARTICLES
from stedennet.publications.models import ArticlePage

from ..cards import articles as article_cards
from ..cards import dispatches as dispatch_cards
from ..embedding import share_metadata, shareables
from ..feeds import contents
from .lists import ListPages
from .matching import find_similar

MORE = 4

LIST_PAGES = ListPages(
    declared=ARTICLES,
    template="site/articles/list.html",
    cards=lambda articles: {"articles": [article_cards.build_article_card(article) for article in articles]},
    entries=contents.build_article_entries,
)


def build_article_context(page: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """What an article's page shows: itself, who is involved, and more on its themes."""
    if not getattr(request, "is_preview", False):  # a preview's parts are not in the database yet
        prefetch_related_objects([page], "themes__scheme", "organisations")
    return {
        "article": article_cards.build_article_card(page),
        "author_url": reverse("organisation", args=[page.author_organisation.slug])
        if page.author_organisation
        else "",
        "involved": article_cards.list_involved_organisations(page, day=today()),
        "more": list_related_articles(page),
        "went": dispatch_cards.count_dispatches(page) if page.pk else None,
        "linked_data": article_cards.build_linked_data(page),
        "share": share_metadata.build_share_metadata(shareables.build_article_shareable(page), kind="article")
        if page.slug
        else {},
    }


def list_related_articles(page: ArticlePage) -> list[dict[str, Any]]:
    """Other articles: what the editor pinned, then what resembles it, then by how much they share its themes."""
    pinned = [one.pk for one in page.pinned.all() if one.live and one.pk != page.pk]
    text = "\n".join([page.title, page.lead, page.text])
    resembling = [int(one["key"]) for one in find_similar("article", str(page.pk), text, kinds=["article"], most=MORE)]
    on_themes = ArticlePage.objects.public().like(page).values_list("pk", flat=True)[: MORE * 2]
    wanted = list(dict.fromkeys([*pinned, *resembling, *on_themes]))[:MORE]
    found = ArticlePage.objects.public().filter(pk__in=wanted).with_parts().in_bulk()
    return [article_cards.build_article_card(found[key]) for key in wanted if key in found]


def list_latest_articles(number: int, *, theme: str = "", organisation: str = "") -> list[dict[str, Any]]:
    """The newest articles, about a theme or naming an organisation when one is given."""
    rows = ArticlePage.objects.public()
    rows = rows.for_theme(theme) if theme else rows.naming(organisation) if organisation else rows
    return [article_cards.build_article_brief(one) for one in rows.with_author().newest_first()[:number]]


def list_articles_linking_to(path: str) -> list[dict[str, Any]]:
    """The newest articles that link to a page, given by its Dutch path."""
    rows = ArticlePage.objects.public().linking_to(re.sub("^/en(?=/)", "", path))
    return [article_cards.build_article_brief(one) for one in rows.with_author().newest_first()[:6]]
