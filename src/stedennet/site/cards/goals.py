"""Sustainable development goals as links to their pages here."""

from collections.abc import Iterable

from django.urls import reverse

from stedennet.core.goals import GOAL_NAMES, format_goal


def build_goal_links(numbers: Iterable[int]) -> list[dict[str, str]]:
    """Return each goal with the address of its page here, in the order of the goals."""
    return [
        {"label": format_goal(number), "url": reverse("goal", args=[number])}
        for number in sorted(numbers)
        if number in GOAL_NAMES
    ]
