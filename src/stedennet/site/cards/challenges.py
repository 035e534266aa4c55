"""Challenges as plain values with URLs, for templates and feeds."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import ngettext

from stedennet.challenges.models import Challenge
from stedennet.challenges.querysets import ChallengeQuerySet
from stedennet.core.text import get_localised_text
from stedennet.lists.challenges import CHALLENGES, count_actions, count_calls, count_initiatives
from stedennet.network.models import Theme

from . import goals as goal_cards
from . import network as network_cards

Card = dict[str, Any]
"""A challenge in a list: its texts and numbers, and the cards of its themes."""


def build_challenge_link(challenge: Challenge) -> dict[str, str]:
    """Return the title of a challenge with the address of its page."""
    return {"title": challenge.name, "url": reverse("challenge", args=[challenge.slug])}


def list_challenges_of(record: Model) -> list[dict[str, str]]:
    """List the challenges that this action, initiative or call belongs to; one query."""
    return [build_challenge_link(challenge) for challenge in Challenge.objects.readable().naming(record)]


def build_challenge_brief(challenge: Challenge) -> dict[str, object]:
    """Return a challenge for a short list on another page."""
    return {
        **build_challenge_link(challenge),
        "summary": get_localised_text(challenge, "summary"),
        "is_example": challenge.is_example,
    }


def select_challenges_about(*themes: Theme) -> ChallengeQuerySet:
    """The challenges that one of these themes belongs to, by title."""
    return CHALLENGES.sort(Challenge.objects.readable().about_any(themes), {})


def build_challenge_card(challenge: Challenge) -> Card:
    """Return the card of a challenge in a list; `challenge` comes from `with_cards()`."""
    return {
        **build_challenge_brief(challenge),
        "by": challenge.by,
        "by_url": reverse("organisation", args=[challenge.owner.slug]) if challenge.owner else "",
        "themes": [network_cards.build_theme_card(theme) for theme in challenge.themes.all()],
        **count_links(challenge),
        "counts": _list_counts(challenge),
    }


def count_links(challenge: Challenge) -> dict[str, int]:
    """Return how many actions, initiatives and calls belong to a challenge of `with_cards`."""
    return {
        "actions": count_actions(challenge),
        "initiatives": count_initiatives(challenge),
        "calls": count_calls(challenge),
    }


def _list_counts(challenge: Challenge) -> list[str]:
    """The same numbers in words, without those that are nought."""
    numbers = count_links(challenge)
    words = [
        (numbers["actions"], ngettext("%(n)s actie", "%(n)s acties", numbers["actions"])),
        (numbers["initiatives"], ngettext("%(n)s initiatief", "%(n)s initiatieven", numbers["initiatives"])),
        (numbers["calls"], ngettext("%(n)s oproep", "%(n)s oproepen", numbers["calls"])),
    ]
    return [text % {"n": number} for number, text in words if number]


def build_challenge_facts(challenge: Challenge) -> dict[str, object]:
    """Return what a challenge itself says: its text, goals and source."""
    return {
        "text": get_localised_text(challenge, "text"),
        "sdgs": goal_cards.build_goal_links(challenge.sdgs),
        "source_url": challenge.source_url,
        "source_host": network_cards.host_of(challenge.source_url),
        "source_day": challenge.source_day,
    }
