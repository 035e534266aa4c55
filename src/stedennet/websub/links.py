"""Which feeds a change touches: only the site knows, and says so when it starts."""

from collections.abc import Callable, Mapping, Sequence

from stedennet.changes.models import Change

Subjects = list[tuple[str, str]]
Topics = Callable[[Sequence[Change]], Mapping[str, Subjects]]
"""From lines of the log to whole addresses of feeds, each with what to note in the ledger when it was told."""

_topics: list[Topics] = []


def register_topics(topics: Topics) -> None:
    """Ask `topics` from now on."""
    _topics[:] = [topics]


def list_topics(changes: Sequence[Change]) -> dict[str, Subjects]:
    """The feeds that these lines touch; none when nobody said."""
    return {topic: list(subjects) for ask in _topics for topic, subjects in ask(changes).items()}
