"""Challenges and what belongs to them."""

from stedennet.challenges.flows.challenges import link_to_challenge, save_challenge
from stedennet.challenges.models import Challenge
from stedennet.core.access import SYSTEM

SOURCE = "https://example.org/opgave"


def make_challenge(slug="groei", *links, themes=(), **fields) -> Challenge:
    """A challenge with these themes, to which these actions, initiatives and calls belong."""
    values = {"title": "Hoe vangen steden hun groei op?", "summary": "Steden groeien.", "source_url": SOURCE, **fields}
    challenge = save_challenge(Challenge(slug=slug, **values), by=SYSTEM)
    challenge.themes.set(themes)
    for record in links:
        link_to_challenge(challenge, record, by=SYSTEM)
    return challenge
