"""The list of challenges: questions of society across themes."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from stedennet.challenges.models import Challenge
from stedennet.challenges.querysets import ChallengeQuerySet
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.goals import build_goal_uri
from stedennet.core.text import get_localised_text

from .crosswalk import RELATED_FACET, THEME, ThemeFacet
from .declarations import Column, List, Order, whole_address
from .facets import QueryFacet, count_places, count_themes
from .goals import GOAL


def _count_links(challenge: Challenge, field: str) -> int:
    return sum(getattr(link, field) is not None for link in challenge.readable_links)


def count_actions(challenge: Challenge) -> int:
    """How many actions of the current edition belong to it; `challenge` comes from `with_cards`."""
    return _count_links(challenge, "action_id")


def count_initiatives(challenge: Challenge) -> int:
    """How many published initiatives belong to it; `challenge` comes from `with_cards`."""
    return _count_links(challenge, "initiative_id")


def count_calls(challenge: Challenge) -> int:
    """How many calls belong to it; `challenge` comes from `with_cards`."""
    return _count_links(challenge, "call_id")


CHALLENGES = List(
    kind="challenge",
    name="opgaven",
    label=_("Opgaven"),
    rows=Challenge.objects.readable,
    search=ChallengeQuerySet.saying,
    prepare=ChallengeQuerySet.with_cards,
    orders=(Order("naam", "", lambda challenges: challenges.order_by("is_example", "title", "id")),),
    feed=lambda challenges: order_by_newest_change(challenges.with_cards()),
    facets=(
        ThemeFacet(THEME, _("Thema"), ChallengeQuerySet.about, count_themes("themes")),
        RELATED_FACET,
        GOAL,
        QueryFacet("organisatie", _("Organisatie"), ChallengeQuerySet.owned_by, count_places("owner")),
    ),
    columns=(
        Column("titel", _("Titel"), lambda challenge: challenge.name),
        Column("in_een_zin", _("In één zin"), lambda challenge: get_localised_text(challenge, "summary")),
        Column("eigenaar", _("Van"), lambda challenge: challenge.by or None),
        Column(
            "themas",
            _("Thema’s"),
            lambda challenge: ", ".join(theme.clear_title for theme in challenge.themes.all()) or None,
        ),
        Column(
            "doelen",
            _("Duurzame ontwikkelingsdoelen"),
            lambda challenge: " ".join(build_goal_uri(goal) for goal in sorted(challenge.sdgs)) or None,
        ),
        Column("acties", _("Acties"), count_actions, int),
        Column("initiatieven", _("Initiatieven"), count_initiatives, int),
        Column("oproepen", _("Oproepen"), count_calls, int),
        Column("voorbeeld", _("Voorbeeld"), lambda challenge: challenge.is_example, bool),
        Column("adres", _("Adres"), lambda challenge: whole_address("challenge", challenge.slug)),
        Column("bron", _("Bron"), lambda challenge: challenge.source_url or None),
        Column("dag_van_de_bron", _("Dag van de bron"), lambda challenge: challenge.source_on, dt.date),
        Column(
            "dag_bekend_tot_op",
            _("Dag van de bron, bekend tot op"),
            lambda challenge: challenge.source_precision if challenge.source_on else None,
        ),
    ),
)
