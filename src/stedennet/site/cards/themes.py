"""The list and the page of themes as plain values, for templates."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment
from stedennet.agenda.overview import ActionOverview, list_current_overviews
from stedennet.core.combined_reads import read_together
from stedennet.core.text import get_localised_text
from stedennet.fediverse import links, serializers
from stedennet.fediverse.models import Identity
from stedennet.lists.crosswalk import RELATED, THEME, YES, count_widely
from stedennet.network.models import Organisation, Theme, ThemeLink, ThemeRole
from stedennet.network.rules.crosswalk import relate_themes
from stedennet.network.rules.theme_roles import LEAD, PARTICIPANT, divide_roles

from .. import followed, news
from ..embedding import share_metadata, shareables
from . import agenda as agenda_cards
from . import blocks, growth_maps
from . import challenges as challenge_cards
from . import crosswalk as crosswalk_cards
from . import network as network_cards
from . import yields as yield_cards


def build_theme_list(rows: Iterable[Theme], *, day: dt.date, with_related: bool = False) -> dict[str, object]:
    """Return the schemes with the division of their themes, and how the schemes relate.

    `with_related` counts for each theme also who works on related ones.
    """
    themes = list(rows)
    wide = _count_widely(day) if with_related else {}
    schemes = {theme.scheme_id: theme.scheme for theme in themes}
    return {
        "schemes": [
            {
                "scheme": network_cards.build_scheme_card(scheme),
                "themes": [_build_row(theme, wide) for theme in themes if theme.scheme_id == key],
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


def _count_widely(day: dt.date) -> dict[str, int]:
    """How many organisations work on each theme or on a related one, by slug; three queries."""
    roles = ThemeRole.objects.on(day).filter(role__in=(LEAD, PARTICIPANT))
    pairs = roles.order_by().values_list("organisation", "theme")
    return {option.value: option.count for option in count_widely(pairs, "")}


def _build_row(theme: Theme, wide: Mapping[str, int]) -> dict[str, object]:
    row = network_cards.build_division_row(theme)
    number = wide.get(theme.slug, theme.participants)
    return {**row, "participants": number, "via": number - theme.participants}


def build_theme_page(theme: Theme, *, day: dt.date, with_related: bool = False) -> dict[str, object]:
    """Return everything that the page of a theme shows, `with_related` also what related themes of others have."""
    roles, links, challenges, identities, municipalities = read_together(
        theme.roles.with_organisation(),
        ThemeLink.objects.of_theme(theme).with_themes(),
        challenge_cards.select_challenges_about(theme),
        Identity.objects.filter(theme=theme),
        Organisation.objects.on(day).of_kind("municipality").with_place(),
    )
    division = divide_roles(roles, day=day)
    related = relate_themes((link.theme_a, link.theme_b, link.kind) for link in links).get(theme.slug, [])
    counted = [theme, *related] if with_related else [theme]
    actions = list_current_overviews(Commitment.objects.about_any(counted), today=day)
    about = {THEME: theme.slug, **({RELATED: YES} if with_related and related else {})}
    return {
        "theme": network_cards.build_theme_card(theme),
        "lead": network_cards.build_role_card(division.lead) if division.lead else None,
        "participants": [network_cards.build_role_card(role) for role in division.participants],
        "participants_via": _list_participants_via(related, division.list_workers(), day) if with_related else [],
        "followers": [network_cards.build_role_card(role) for role in division.followers],
        "former_leads": [network_cards.build_role_card(role) for role in division.former_leads],
        "related": _list_related_themes(theme, links),
        "map": growth_maps.build_theme_map(theme, [role for role in roles if role.holds_on(day)], municipalities),
        "join_url": reverse("theme_join", args=[theme.slug]),
        "call_url": f"{reverse('call_place')}?op=thema:{theme.slug}",
        "tell_url": f"{reverse('initiative_tell')}?thema={theme.slug}",
        "challenges": [challenge_cards.build_challenge_brief(challenge) for challenge in challenges],
        "came_of_it": yield_cards.build_yield_line(thema=theme.slug),
        "switch": crosswalk_cards.build_theme_switch(theme, related, is_on=with_related),
        "blocks": _build_blocks(about, actions),
        "indicators": agenda_cards.list_indicator_lines(actions),
        "news": news.list_latest_news(6, subject=theme),
        "fediverse": _build_account(identities),
        "calendar_url": reverse("theme_calendar", args=[theme.slug]),
        "follow": followed.build_follow_links(theme, calendar="theme_calendar"),
        "share": share_metadata.build_share_metadata(
            shareables.build_theme_shareable(
                theme,
                lead=division.lead.organisation.name if division.lead else "",
                organisations=division.count_organisations(),
            )
        ),
    }


def _list_participants_via(related: Sequence[Theme], here: Collection[int], day: dt.date) -> list[dict[str, object]]:
    """The organisations that lead or work on related themes and not `here`, each once; one query."""
    roles = ThemeRole.objects.on(day).filter(theme__in=related, role__in=(LEAD, PARTICIPANT)).with_organisation()
    titles = {theme.pk: theme.full_title for theme in related}
    cards: dict[int, dict[str, object]] = {}
    for role in roles:
        if role.organisation_id not in here and role.organisation_id not in cards:
            via = _("via %(theme)s") % {"theme": titles[role.theme_id]}
            cards[role.organisation_id] = {**network_cards.build_role_card(role), "note": via}
    return list(cards.values())


def _build_blocks(about: Mapping[str, str], actions: list[ActionOverview]) -> list[dict[str, object]]:
    """The lists of other rooms about the theme; those with nothing to show are left out."""
    others = (blocks.CALL, blocks.INITIATIVE, blocks.ARTICLE, blocks.EVENT, blocks.INDICATOR)
    found = [
        blocks.build_action_block(actions, about),
        *(blocks.build_block(kind, about) for kind in others),
    ]
    return [block for block in found if block]


def _list_related_themes(theme: Theme, links: Iterable[ThemeLink]) -> list[dict[str, object]]:
    return [
        {**network_cards.build_theme_card(link.other_than(theme)), "kind_label": link.get_kind_display()}
        for link in links
    ]


def _build_account(identities: Sequence[Identity]) -> dict[str, str]:
    """The handle and address to follow a theme; empty when the fediverse is off or the theme has no account yet."""
    if not settings.FEDIVERSE or not identities:
        return {}
    identity = identities[0]
    return {"handle": serializers.format_handle(identity), "url": links.get_url("account", identity.name)}
