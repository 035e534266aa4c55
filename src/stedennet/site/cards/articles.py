"""Articles as plain values with URLs, for templates and feeds."""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.core.combined_reads import prefetch_together
from stedennet.core.text import shorten_text
from stedennet.network.models import Organisation, Theme, ThemeRole
from stedennet.publications.flows.mentions import describe_known_organisation
from stedennet.publications.models import ArticlePage
from stedennet.publications.querysets import ArticleQuerySet
from stedennet.publications.rules.involvement import LEAD, NAMED, PARTICIPANT, Reason, order_by_involvement
from stedennet.publications.rules.mentions import find_mentions

from ..embedding import share_metadata, shareables
from ..linked_data import render_json_ld
from . import covers
from . import dispatches as dispatch_cards
from . import network as network_cards
from . import similar_items as similar_cards

TEASER = 120
"""Maximum length of a teaser, in characters."""
MOST_RELATED = 4
"""How many related articles an article shows at most."""


def build_article_card(article: ArticlePage) -> dict[str, Any]:
    """Return the card of an article in a list, with its themes."""
    return {
        **build_article_brief(article),
        "themes": [network_cards.build_theme_card(theme) for theme in article.themes.all()],
        "cover": covers.build_cover(article.slug, list(article.themes.all()), kind="article"),
    }


def build_article_brief(article: ArticlePage) -> dict[str, Any]:
    """Return an article for a short list on another page."""
    return {
        "title": article.title,
        "url": article.get_url(),
        "date": article.date,
        "minutes": article.reading_minutes,
        "lead": article.lead,
        "teaser": shorten_text(article.lead, TEASER),
        "language": article.language,
        "by": article.by,
    }


def build_absolute_url(article: ArticlePage) -> str:
    """Return the absolute URL of the article."""
    return f"{settings.SITE_URL}{article.get_url()}"


def list_involved_organisations(article: ArticlePage, *, day: dt.date) -> list[dict[str, Any]]:
    """List the organisations named in the article or with a role in its themes on `day`, each with its reasons."""
    themes = {theme.pk: theme for theme in article.themes.all()}
    held = ThemeRole.objects.on(day).filter(theme__in=themes, role__in=[LEAD, PARTICIPANT])
    roles = list(held.select_related("organisation").order_by("theme", "organisation__name"))
    named = [line.organisation for line in article.organisations.all() if line.state == "confirmed"]
    organisations = {
        organisation.pk: organisation for organisation in (*named, *(role.organisation for role in roles))
    }
    reasons = [Reason(key, NAMED) for key in _order_as_named(article, named)]
    reasons += [Reason(role.organisation_id, role.role, role.theme_id) for role in roles]
    return [
        {
            **network_cards.build_organisation_card(organisations[key]),
            "why": [_describe_reason(reason, themes) for reason in reasons_of],
        }
        for key, reasons_of in order_by_involvement(reasons)
    ]


def _order_as_named(article: ArticlePage, organisations: list[Organisation]) -> list[int]:
    """The keys of these organisations: those in title and lead first, in the order of the words."""
    known = [describe_known_organisation(organisation) for organisation in organisations]
    mentions = find_mentions(f"{article.title}\n{article.lead}", known)
    return list(dict.fromkeys([*(mention.key for mention in mentions), *(one.key for one in known)]))


def _describe_reason(reason: Reason, themes: dict[int, Theme]) -> str:
    if reason.theme is None:
        return _("staat in dit artikel")
    words = {LEAD: _("trekker van %(theme)s"), PARTICIPANT: _("werkt mee aan %(theme)s")}
    return words[reason.why] % {"theme": themes[reason.theme].title}


def build_linked_data(article: ArticlePage) -> str:
    """Render the article as a schema.org NewsArticle."""
    author = (
        {"@type": "Organization", "name": article.author_organisation.name} if article.author_organisation else None
    )
    person = {"@type": "Person", "name": article.author_name} if article.author_name else None
    return render_json_ld(
        {
            "@type": "NewsArticle",
            "headline": article.title[:110],
            "description": article.lead,
            "datePublished": str(article.date),
            "dateModified": article.last_published_at.isoformat() if article.last_published_at else "",
            "author": [writer for writer in (person, author) if writer],
            "publisher": {"@type": "Organization", "name": settings.NETWORK_NAME},
            "mainEntityOfPage": build_absolute_url(article),
            "inLanguage": article.language,
            "about": [theme.clear_title for theme in article.themes.all()],
        }
    )


def build_list_url() -> str:
    """Return the path of the list of articles."""
    return reverse("article_list")


def list_related_articles(page: ArticlePage) -> list[dict[str, object]]:
    """Other articles: those the editor pinned, then similar ones, then those that share most of its themes."""
    pinned = [article.pk for article in page.pinned.all() if article.live and article.pk != page.pk]
    text = "\n".join([page.title, page.lead, page.text])
    similar = similar_cards.find_similar_items("article", str(page.pk), text, kinds=["article"], most=MOST_RELATED)
    resembling = [int(card["key"]) for card in similar]
    on_themes = ArticlePage.objects.public().like(page).values_list("pk", flat=True)[: MOST_RELATED * 2]
    keys = list(dict.fromkeys([*pinned, *resembling, *on_themes]))[:MOST_RELATED]
    articles_by_key = ArticlePage.objects.public().filter(pk__in=keys).with_parts().in_bulk()
    articles = [articles_by_key[key] for key in keys if key in articles_by_key]
    articles.sort(key=lambda article: article.language != page.language)  # what the reader may not read comes last
    return [build_article_card(article) for article in articles]


def list_latest_articles(number: int) -> list[dict[str, object]]:
    """The newest `number` articles; those in the reader's language come first."""
    articles = ArticlePage.objects.public().with_author().language_first((get_language() or "nl")[:2])
    return [build_article_brief(article) for article in articles[:number]]


def read_articles_linking_to(path: str) -> ArticleQuerySet:
    """The articles that link to the page at `path`, in either language, newest first."""
    articles = ArticlePage.objects.public().linking_to(re.sub("^/en(?=/)", "", path))
    return articles.with_author().newest_first()


def build_article_context(page: ArticlePage, request: HttpRequest) -> dict[str, object]:
    """The template context for an article: itself, the organisations involved, and related articles."""
    if not getattr(request, "is_preview", False):  # a preview's parts are not in the database yet
        prefetch_together(page, "themes__scheme", "organisations__organisation", "pinned")
    return {
        "article": build_article_card(page),
        "author_url": reverse("organisation", args=[page.author_organisation.slug])
        if page.author_organisation
        else "",
        "involved": list_involved_organisations(page, day=today()),
        "more": list_related_articles(page),
        "went": dispatch_cards.count_dispatches(page) if page.pk else None,
        "linked_data": build_linked_data(page),
        "share": share_metadata.build_share_metadata(shareables.build_article_shareable(page), kind="article")
        if page.slug
        else {},
    }
