"""Strategies, their parts, and the actions that serve them."""

import datetime as dt

from stedennet.agenda.flows import strategies
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Party, Purpose, Strategy, StrategyPart
from stedennet.agenda.rules.strategies import Step
from stedennet.core.access import SYSTEM
from stedennet.network.models import Organisation
from tests.builders.editions import say


def make_strategy(slug: str = "samen-slim", **more) -> Strategy:
    """A strategy in force, adopted elsewhere and recorded here."""
    return strategies.take_step(draft_strategy(slug, **more), Step.RECORD, by=SYSTEM)


def draft_strategy(slug: str = "samen-slim", *signatories: Organisation, **more) -> Strategy:
    """A draft with these signatories."""
    fields = {"title": "Samen slim", "summary": "Steden werken samen.", "begins_on": dt.date(2017, 1, 25), **more}
    fields.setdefault("source_url", "https://example.org/strategie")
    strategy = save_record(Strategy(slug=slug, **fields), by=SYSTEM)
    for organisation in signatories:
        save_record(Party(strategy=strategy, organisation=organisation), by=SYSTEM)
    return strategy


def submit_strategy(strategy: Strategy) -> Strategy:
    """Laid before the parties."""
    return strategies.take_step(strategy, Step.SUBMIT, by=SYSTEM)


def adopt_strategy(strategy: Strategy) -> Strategy:
    """From draft to adopted: laid before the parties, all agree."""
    strategy = submit_strategy(strategy)
    for party in Party.objects.of(strategy).signing():
        say(party)
    return strategies.take_step(strategy, Step.ADOPT, by=SYSTEM)


def make_part(strategy: Strategy, title: str = "Veilige systemen", **more) -> StrategyPart:
    """A condition, or with `kind` a part of the vision."""
    return save_record(StrategyPart(strategy=strategy, title=title, **more), by=SYSTEM)


def make_purpose(action: Action, part: StrategyPart, **more) -> Purpose:
    """The action serves this part."""
    return save_record(Purpose(action=action, part=part, **more), by=SYSTEM)
