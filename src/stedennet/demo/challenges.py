"""The demo's challenges, from a TOML file: true ones, each with its source."""

import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q

from stedennet.agenda.models import Action
from stedennet.challenges.flows.challenges import link_to_challenge, save_challenge
from stedennet.challenges.models import Challenge
from stedennet.core.access import SYSTEM
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme

FILE = Path(__file__).parent / "content" / "challenges.toml"
Row = dict[str, Any]
"""A challenge in the file: fields of the model, and what belongs to it by its short name."""


def load_challenges() -> int:
    """Load all challenges with what belongs to them, unless there are any; return how many."""
    if Challenge.objects.exists():
        return 0
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["challenge"]
    for row in rows:
        _load_challenge(row)
    return len(rows)


def _load_challenge(row: Row) -> None:
    parts = {name: row.pop(name, []) for name in ("themes", "actions", "initiatives")}
    if code := row.pop("owner", ""):
        row["owner"] = Organisation.objects.get(Q(code=code) | Q(slug=code))
    challenge = save_challenge(Challenge(**row), by=SYSTEM)
    challenge.themes.set([Theme.objects.get(slug=slug) for slug in parts["themes"]])
    for code in parts["actions"]:
        link_to_challenge(challenge, Action.objects.get(code=code), by=SYSTEM)
    for title in parts["initiatives"]:
        link_to_challenge(challenge, Initiative.objects.get(title=title), by=SYSTEM)
