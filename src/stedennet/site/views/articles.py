"""Articles: their list, the page of each, and short lists of them on other pages."""

import re

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
"""How many related articles an article shows at most."""

LIST_PAGES = ListPages(
    declared=ARTICLES,
    template="site/articles/list.html",
    cards=lambda articles: {"articles": [article_cards.build_article_card(article) for article in articles]},
    entries=contents.build_article_entries,
)


def build_article_context(page: ArticlePage, request: HttpRequest) -> dict[str, object]:
    """The template context for an article: itself, the organisations involved, and related articles."""
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


def list_related_articles(page: ArticlePage) -> list[dict[str, object]]:
    """Other articles: those the editor pinned, then similar ones, then those that share most of its themes."""
    pinned = [article.pk for article in page.pinned.all() if article.live and article.pk != page.pk]
    text = "\n".join([page.title, page.lead, page.text])
    resembling = [
        int(similar["key"]) for similar in find_similar("article", str(page.pk), text, kinds=["article"], most=MORE)
    ]
    on_themes = ArticlePage.objects.public().like(page).values_list("pk", flat=True)[: MORE * 2]
    keys = list(dict.fromkeys([*pinned, *resembling, *on_themes]))[:MORE]
    articles_by_key = ArticlePage.objects.public().filter(pk__in=keys).with_parts().in_bulk()
    return [article_cards.build_article_card(articles_by_key[key]) for key in keys if key in articles_by_key]


def list_latest_articles(number: int, *, theme: str = "", organisation: str = "") -> list[dict[str, object]]:
    """The newest `number` articles, optionally about a theme or naming an organisation (both slugs)."""
    articles = ArticlePage.objects.public()
    articles = articles.for_theme(theme) if theme else articles.naming(organisation) if organisation else articles
    return [article_cards.build_article_brief(article) for article in articles.with_author().newest_first()[:number]]


def list_articles_linking_to(path: str) -> list[dict[str, object]]:
    """The six newest articles that link to the page at `path`, in either language."""
    articles = ArticlePage.objects.public().linking_to(re.sub("^/en(?=/)", "", path))
    return [article_cards.build_article_brief(article) for article in articles.with_author().newest_first()[:6]]
