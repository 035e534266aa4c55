"""Articles: their list in each format. Wagtail serves the page of each, with the values of `cards/articles.py`."""

from stedennet.lists.articles import ARTICLES

from ..cards import articles as article_cards
from ..feeds import contents
from .lists import ListPages

LIST_PAGES = ListPages(
    declared=ARTICLES,
    template="site/articles/list.html",
    cards=lambda articles: {"articles": [article_cards.build_article_card(article) for article in articles]},
    entries=contents.build_article_entries,
)
