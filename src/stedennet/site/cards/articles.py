"""What templates and feeds show of articles: plain values with their addresses."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.text import shorten_text
from stedennet.network.models import Organisation, ThemeRole
from stedennet.publications.rules.involvement import LEAD, NAMED, PARTICIPANT, Reason, order_by_involvement

from ..linked_data import render_json_ld
from . import network as network_cards

TEASER = 120
"""The most characters of a teaser."""


def build_article_card(one: Any) -> dict[str, Any]:
    """An article in a list."""
    return {
        **build_article_brief(one),
        "themes": [network_cards.build_theme_card(theme) for theme in one.themes.all()],
    }


def build_article_brief(one: Any) -> dict[str, Any]:
    """An article in a short list on another page."""
    return {
        "title": one.title,
        "url": one.get_url(),
        "date": one.date,
        "minutes": one.reading_minutes,
        "lead": one.lead,
        "teaser": shorten_text(one.lead, TEASER),
        "language": one.language,
        "by": one.by,
    }


def build_absolute_url(one: Any) -> str:
    """The article's address with the site's name."""
    return f"{settings.SITE_URL}{one.get_url()}"


def list_involved_organisations(one: Any, *, day: Any) -> list[dict[str, Any]]:
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
    ordered = order_by_involvement(reasons)
    organisations = Organisation.objects.in_bulk([key for key, _whys in ordered])
    return [
        {
            **network_cards.build_organisation_card(organisations[key]),
            "why": [_describe_reason(why, themes) for why in whys],
        }
        for key, whys in ordered
    ]


def _describe_reason(reason: Reason, themes: dict[int, Any]) -> str:
    if reason.theme is None:
        return _("staat in dit artikel")
    words = {LEAD: _("trekker van %(theme)s"), PARTICIPANT: _("werkt mee aan %(theme)s")}
    return words[reason.why] % {"theme": themes[reason.theme].title}


def build_linked_data(one: Any) -> str:
    """schema.org NewsArticle."""
    author = {"@type": "Organization", "name": one.author_organisation.name} if one.author_organisation else None
    person = {"@type": "Person", "name": one.author_name} if one.author_name else None
    return render_json_ld(
        {
            "@type": "NewsArticle",
            "headline": one.title[:110],
            "description": one.lead,
            "datePublished": str(one.date),
            "dateModified": one.last_published_at.isoformat() if one.last_published_at else "",
            "author": [who for who in (person, author) if who],
            "publisher": {"@type": "Organization", "name": settings.NETWORK_NAME},
            "mainEntityOfPage": build_absolute_url(one),
            "inLanguage": one.language,
            "about": [theme.title for theme in one.themes.all()],
        }
    )


def build_list_url() -> str:
    """Where all articles are."""
    return reverse("article_list")
