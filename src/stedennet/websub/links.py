"""The feeds that a change touches; the site registers how to find them at start-up."""

from collections.abc import Callable, Mapping, Sequence

from stedennet.changes.models import Change

Subjects = list[tuple[str, str]]
TopicFinder = Callable[[Sequence[Change]], Mapping[str, Subjects]]
"""From lines of the log to absolute URLs of feeds, each with the subjects to note in the ledger."""

_finders: list[TopicFinder] = []


def register_topics(finder: TopicFinder) -> None:
    """Register how to find topics."""
    _finders[:] = [finder]


def list_topics(changes: Sequence[Change]) -> dict[str, Subjects]:
    """The feeds that these changes touch; none when no finder is registered."""
    return {topic: list(subjects) for find in _finders for topic, subjects in find(changes).items()}
