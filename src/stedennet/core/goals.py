"""The United Nations' sustainable development goals: number, name and web page. Pure.

The numbers and their order come from resolution A/RES/70/1; the Dutch names are our own short forms.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

GOAL_NAMES = {
    1: _("Geen armoede"),
    2: _("Geen honger"),
    3: _("Gezondheid en welzijn"),
    4: _("Goed onderwijs"),
    5: _("Gelijkheid van vrouwen en mannen"),
    6: _("Schoon water en sanitair"),
    7: _("Betaalbare en schone energie"),
    8: _("Eerlijk werk en economische groei"),
    9: _("Industrie, innovatie en infrastructuur"),
    10: _("Minder ongelijkheid"),
    11: _("Duurzame steden en gemeenschappen"),
    12: _("Verantwoord maken en gebruiken"),
    13: _("Klimaatactie"),
    14: _("Leven in het water"),
    15: _("Leven op het land"),
    16: _("Vrede, recht en sterke instellingen"),
    17: _("Samenwerken aan de doelen"),
}


def find_goal(typed: str) -> int | None:
    """The number of the goal that stands in an address; None when there is no such goal."""
    return next((number for number in GOAL_NAMES if typed == str(number)), None)


def format_goal(number: int) -> str:
    """The number and name of a goal in the reader's language."""
    return f"{number}. {GOAL_NAMES[number]}"


def build_goal_url(number: int) -> str:
    """The web page of the United Nations about a goal."""
    return f"https://sdgs.un.org/goals/goal{number}"


def build_goal_uri(number: int) -> str:
    """The URI that names a goal in linked data, from the United Nations' own vocabulary."""
    return f"http://metadata.un.org/sdg/{number}"


def describe_goals(numbers: Iterable[int]) -> list[dict[str, str]]:
    """The label (number and name in the reader's language) and web page of each goal."""
    return [
        {"label": format_goal(number), "url": build_goal_url(number)}
        for number in sorted(numbers)
        if number in GOAL_NAMES
    ]
