"""Articles: their list in each format, and the page of each with the values of `cards/articles.py`."""

from django.http import HttpRequest, HttpResponseBase

from stedennet.lists.articles import ARTICLES
from stedennet.publications.models import ArticlePage

from ..cards import articles as article_cards
from ..feeds import contents
from .lists import ListPages
from .wagtail_pages import serve_page

LIST_PAGES = ListPages(
    declared=ARTICLES,
    template="site/articles/list.html",
    cards=lambda articles: {"articles": [article_cards.build_article_card(article) for article in articles]},
    entries=contents.build_article_entries,
)


def show_article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show an article."""
    return serve_page(request, ArticlePage.objects.select_related("author_organisation"), slug)
