"""The list and the page of themes as plain values, for templates."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from stedennet.calls.querysets import funnel
from stedennet.core.text import get_localised_text
from stedennet.fediverse import links, serializers
from stedennet.fediverse.models import Identity
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme, ThemeLink
from stedennet.network.rules.theme_roles import divide_roles

from .. import news
from ..embedding import share_metadata, shareables
from . import articles as article_cards
from . import events as event_cards
from . import initiatives as initiative_cards
from . import network as network_cards


def build_theme_list(rows: Iterable[Theme]) -> dict[str, object]:
    """Return the schemes with the division of their themes, and how the schemes relate."""
    themes = list(rows)
    schemes = {theme.scheme_id: theme.scheme for theme in themes}
    return {
        "schemes": [
            {
                "scheme": network_cards.build_scheme_card(scheme),
                "themes": [network_cards.build_division_row(theme) for theme in themes if theme.scheme_id == key],
            }
            for key, scheme in schemes.items()
        ],
        "crosswalk": [
            {
                "a": network_cards.build_theme_card(link.theme_a),
                "b": network_cards.build_theme_card(link.theme_b),
                "kind_label": link.get_kind_display(),
                "note": get_localised_text(link, "note"),
            }
            for link in ThemeLink.objects.with_themes()
        ],
    }


def build_theme_page(theme: Theme, *, day: dt.date) -> dict[str, object]:
    """Return everything that the page of a theme shows."""
    division = divide_roles(theme.roles.with_organisation(), day=day)
    return {
        "theme": network_cards.build_theme_card(theme),
        "lead": network_cards.build_role_card(division.lead) if division.lead else None,
        "participants": [network_cards.build_role_card(role) for role in division.participants],
        "followers": [network_cards.build_role_card(role) for role in division.followers],
        "former_leads": [network_cards.build_role_card(role) for role in division.former_leads],
        "related": _list_related_themes(theme),
        "join_url": reverse("theme_join", args=[theme.slug]),
        "initiatives": list_most_adopted_initiatives(theme),
        "funnel": funnel.count_theme_funnel(theme.slug),
        "calls_url": f"{reverse('call_list')}?thema={theme.slug}",
        "articles": article_cards.list_latest_articles(3, theme=theme.slug),
        "events": event_cards.list_upcoming_events(3, theme=theme.slug),
        "news": news.list_latest_news(6, subject=theme),
        "fediverse": _build_account(theme),
        "calendar_url": reverse("theme_calendar", args=[theme.slug]),
        "share": share_metadata.build_share_metadata(
            shareables.build_theme_shareable(
                theme,
                lead=division.lead.organisation.name if division.lead else "",
                organisations=division.count_organisations(),
            )
        ),
    }


def list_most_adopted_initiatives(theme: Theme) -> dict[str, object]:
    """List the initiatives of a theme that are adopted most, and those not adopted yet; two queries."""
    initiatives = Initiative.objects.published().about(theme.slug)
    most = [initiative_cards.build_adopted_brief(initiative) for initiative in initiatives.most_reused()[:5]]
    never = [initiative_cards.build_initiative_brief(initiative) for initiative in initiatives.never_reused()[:5]]
    url = f"{reverse('initiative_list')}?thema={theme.slug}"
    return {"most": most, "never": never, "url": url} if most or never else {}


def _list_related_themes(theme: Theme) -> list[dict[str, object]]:
    return [
        {**network_cards.build_theme_card(link.other_than(theme)), "kind_label": link.get_kind_display()}
        for link in ThemeLink.objects.of_theme(theme).with_themes()
    ]


def _build_account(theme: Theme) -> dict[str, str]:
    """The handle and address to follow a theme; empty when the fediverse is off or the theme has no account yet."""
    identity = Identity.objects.filter(theme=theme).first() if settings.FEDIVERSE else None
    if identity is None:
        return {}
    return {"handle": serializers.format_handle(identity), "url": links.get_url("account", identity.name)}
