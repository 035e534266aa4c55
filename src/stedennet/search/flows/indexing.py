"""Keeps the index true: follows the log, finds what the log did not tell, makes it anew when it is not sound."""

import logging
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from django.db.models import Max

from stedennet.changes.models import Change

from .. import shelves, sources
from ..engine import Broken, Shelf, Writer
from ..records import mark_of

logger = logging.getLogger(__name__)
LINES = 500
"""Lines of the log that are worked on at a time."""
WIDE = frozenset({"agenda.edition", "agenda.strategy"})
"""What changes many other things at once: then everything is looked at."""
Told = Callable[[str, int], None]
PAUSE = 30.0
"""Seconds between two tries to make an index anew when that fails, such as with a full disk."""
_not_before = 0.0


def keep_up() -> None:
    """The worker's chore: follow the log; when the index cannot be used, make it anew."""
    try:
        if shelves.problem():
            raise Broken(shelves.problem())
        follow()
    except Broken as error:
        if "Lock" in str(error):
            logger.warning("somebody else writes the search index; it will be tried again")
            return
        _mend(error)


def _mend(error: Broken) -> None:
    global _not_before
    if time.monotonic() < _not_before:
        return
    _not_before = time.monotonic() + PAUSE
    logger.warning("the search index is made anew: %s", error)
    rebuild()
    _not_before = 0.0


def follow() -> int:
    """Take over what the log tells since the last time; returns how many lines. Raises Broken.

    The place in the log stands beside the index and is written after it: what is done twice gives the same.
    """
    folder = shelves.current()
    position = shelves.position_of(folder)
    lines = list(Change.objects.after(position).values_list("pk", "subject_type", "subject_id")[:LINES])
    if not lines:
        if position > _last_line():
            raise Broken("the log is shorter than what the index followed")
        return 0
    if any(subject in WIDE for _, subject, _ in lines):
        _compare(folder)
    else:
        _take_over(folder, lines)
    shelves.write_note(folder, lines[-1][0])
    return len(lines)


def _take_over(folder: Path, lines: list[tuple[int, str, str]]) -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, subject, key in lines:
        wanted[subject].add(key)
    writer = Writer(folder)
    try:
        for source in sources.registered():
            gone = {f"{source.kind}:{key}" for key in wanted.get(source.subject, ())}
            if not gone:
                continue
            for record in source.read(wanted[source.subject]):
                writer.put(record)
                gone.discard(record.id)
            for name in gone:
                writer.drop(name)
        writer.commit()
    finally:
        writer.close()


def compare() -> None:
    """The worker's hourly chore: also what changed by the mere passing of days, or without a line in the log."""
    try:
        _compare(shelves.current())
    except Broken as error:
        logger.warning("the search index could not be compared: %s", error)
        if "Lock" not in str(error):
            shelves.tell_problem(str(error))


def _compare(folder: Path) -> None:
    there = Shelf(folder).marks()
    writer = Writer(folder)
    try:
        for source in sources.registered():
            for record in source.read(None):
                if there.pop(record.id, None) != mark_of(record):
                    writer.put(record)
        for name in there:
            writer.drop(name)
        writer.commit()
    finally:
        writer.close()


def rebuild(tell: Told = lambda kind, done: None) -> int:
    """Make the index anew beside the old one, then use it; returns how much it holds. Raises Broken.

    `tell` hears after each thing of which kind it was and how many are done. What fails leaves the old one in use.
    """
    position = _last_line()
    folder = None
    try:
        folder = shelves.new_folder()
        done = _fill(folder, tell)
        shelves.write_note(folder, position)
        shelves.use(folder)
    except (Broken, OSError) as error:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        shelves.tell_problem(f"{error}")
        raise error if isinstance(error, Broken) else Broken(str(error)) from error
    return done


def _fill(folder: Path, tell: Told) -> int:
    writer = Writer(folder, make=True)
    done = 0
    try:
        for source in sources.registered():
            for record in source.read(None):
                writer.add(record)
                done += 1
                tell(source.kind, done)
        writer.commit()
    finally:
        writer.close()
    return done


def _last_line() -> int:
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0
