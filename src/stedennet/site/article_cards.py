"""What templates and feeds show of articles: plain values with their addresses."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.text import shorten
from stedennet.network.models import Organisation, ThemeRole
from stedennet.publications.rules.involved import LEAD, NAMED, PARTICIPANT, Reason, in_order

from . import cards
from .linked_data import as_block

TEASER = 120
"""The most characters of a teaser."""


def article(one: Any) -> dict[str, Any]:
    """An article in a list."""
    return {**brief(one), "themes": [cards.theme(theme) for theme in one.themes.all()]}


def brief(one: Any) -> dict[str, Any]:
    """An article in a short list on another page."""
    return {
        "title": one.title,
        "url": one.get_url(),
        "date": one.date,
        "minutes": one.reading_minutes,
        "lead": one.lead,
        "teaser": shorten(one.lead, TEASER),
        "language": one.language,
        "by": one.by,
    }


def whole_address(one: Any) -> str:
    """The article's address with the site's name."""
    return f"{settings.SITE_URL}{one.get_url()}"


def involved(one: Any, *, day: Any) -> list[dict[str, Any]]:
    """Who is involved with the article and why: those with a role in its themes, and those that it names."""
    themes = {theme.pk: theme for theme in one.themes.all()}
    roles = ThemeRole.objects.on(day).filter(theme__in=themes, role__in=[LEAD, PARTICIPANT])
    reasons = [
        Reason(organisation, role, theme)
        for organisation, role, theme in roles.order_by("theme", "organisation__name").values_list(
            "organisation_id", "role", "theme_id"
        )
    ]
    reasons += [Reason(line.organisation_id, NAMED) for line in one.organisations.all() if line.state == "confirmed"]
    ordered = in_order(reasons)
    organisations = Organisation.objects.in_bulk([key for key, _whys in ordered])
    return [
        {**cards.organisation(organisations[key]), "why": [_in_words(why, themes) for why in whys]}
        for key, whys in ordered
    ]


def _in_words(reason: Reason, themes: dict[int, Any]) -> str:
    if reason.theme is None:
        return _("staat in dit artikel")
    words = {LEAD: _("trekker van %(theme)s"), PARTICIPANT: _("werkt mee aan %(theme)s")}
    return words[reason.why] % {"theme": themes[reason.theme].title}


def linked_data(one: Any) -> str:
    """schema.org NewsArticle."""
    author = {"@type": "Organization", "name": one.author_organisation.name} if one.author_organisation else None
    person = {"@type": "Person", "name": one.author_name} if one.author_name else None
    return as_block(
        {
            "@type": "NewsArticle",
            "headline": one.title[:110],
            "description": one.lead,
            "datePublished": str(one.date),
            "dateModified": one.last_published_at.isoformat() if one.last_published_at else "",
            "author": [who for who in (person, author) if who],
            "publisher": {"@type": "Organization", "name": settings.NETWORK_NAME},
            "mainEntityOfPage": whole_address(one),
            "inLanguage": one.language,
            "about": [theme.title for theme in one.themes.all()],
        }
    )


def list_url() -> str:
    """Where all articles are."""
    return reverse("article_list")
