"""Strategies, their parts, and the actions that serve them."""

import datetime as dt

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Purpose, Strategy, StrategyPart
from stedennet.core.access import SYSTEM


def make_strategy(slug: str = "samen-slim", **more) -> Strategy:
    """A strategy in force."""
    fields = {"title": "Samen slim", "summary": "Steden werken samen.", "begins_on": dt.date(2017, 1, 25), **more}
    return save_record(Strategy(slug=slug, **fields), by=SYSTEM)


def make_part(strategy: Strategy, title: str = "Veilige systemen", **more) -> StrategyPart:
    """A condition, or with `kind` a part of the vision."""
    return save_record(StrategyPart(strategy=strategy, title=title, **more), by=SYSTEM)


def make_purpose(action: Action, part: StrategyPart, **more) -> Purpose:
    """The action serves this part."""
    return save_record(Purpose(action=action, part=part, **more), by=SYSTEM)
