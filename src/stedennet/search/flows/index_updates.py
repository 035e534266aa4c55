"""Keeps the index true: follows the log, finds what the log did not tell, makes it anew when it is not sound."""

import logging
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from django.db.models import Max

from stedennet.changes.models import Change

from .. import index_store, sources
from ..engine import BrokenIndex, IndexReader, IndexWriter
from ..records import fingerprint_of

logger = logging.getLogger(__name__)
LINES_AT_ONCE = 500
"""Lines of the log that are worked on at a time."""
WIDE_SUBJECTS = frozenset({"agenda.edition", "agenda.strategy"})
"""What changes many other things at once: then everything is looked at."""
ProgressCallback = Callable[[str, int], None]
RETRY_PAUSE = 30.0
"""Seconds between two tries to make an index anew when that fails, such as with a full disk."""
_not_before = 0.0


def update_index() -> None:
    """The worker's chore: follow the log; when the index cannot be used, make it anew."""
    try:
        if index_store.read_problem():
            raise BrokenIndex(index_store.read_problem())
        follow_log()
    except BrokenIndex as error:
        if "Lock" in str(error):
            logger.warning("somebody else writes the search index; it will be tried again")
            return
        _repair_index(error)


def _repair_index(error: BrokenIndex) -> None:
    global _not_before
    if time.monotonic() < _not_before:
        return
    _not_before = time.monotonic() + RETRY_PAUSE
    logger.warning("the search index is made anew: %s", error)
    rebuild_index()
    _not_before = 0.0


def follow_log() -> int:
    """Take over what the log tells since the last time; returns how many lines. Raises Broken.

    The place in the log stands beside the index and is written after it: what is done twice gives the same.
    """
    folder = index_store.find_current_index()
    position = index_store.position_of(folder)
    lines = list(Change.objects.after(position).values_list("pk", "subject_type", "subject_id")[:LINES_AT_ONCE])
    if not lines:
        if position > _find_last_line():
            raise BrokenIndex("the log is shorter than what the index followed")
        return 0
    if any(subject in WIDE_SUBJECTS for _, subject, _ in lines):
        _compare_records(folder)
    else:
        _apply_changes(folder, lines)
    index_store.write_note(folder, lines[-1][0])
    return len(lines)


def _apply_changes(folder: Path, lines: list[tuple[int, str, str]]) -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, subject, key in lines:
        wanted[subject].add(key)
    writer = IndexWriter(folder)
    try:
        for source in sources.get_registered_sources():
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


def compare_index() -> None:
    """The worker's hourly chore: also what changed by the mere passing of days, or without a line in the log."""
    try:
        _compare_records(index_store.find_current_index())
    except BrokenIndex as error:
        logger.warning("the search index could not be compared: %s", error)
        if "Lock" not in str(error):
            index_store.record_problem(str(error))


def _compare_records(folder: Path) -> None:
    there = IndexReader(folder).marks()
    writer = IndexWriter(folder)
    try:
        for source in sources.get_registered_sources():
            for record in source.read(None):
                if there.pop(record.id, None) != fingerprint_of(record):
                    writer.put(record)
        for name in there:
            writer.drop(name)
        writer.commit()
    finally:
        writer.close()


def rebuild_index(tell: ProgressCallback = lambda kind, done: None) -> int:
    """Make the index anew beside the old one, then use it; returns how much it holds. Raises Broken.

    `tell` hears after each thing of which kind it was and how many are done. What fails leaves the old one in use.
    """
    position = _find_last_line()
    folder = None
    try:
        folder = index_store.create_folder()
        done = _fill_index(folder, tell)
        index_store.write_note(folder, position)
        index_store.activate_index(folder)
    except (BrokenIndex, OSError) as error:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        index_store.record_problem(f"{error}")
        raise error if isinstance(error, BrokenIndex) else BrokenIndex(str(error)) from error
    return done


def _fill_index(folder: Path, tell: ProgressCallback) -> int:
    writer = IndexWriter(folder, make=True)
    done = 0
    try:
        for source in sources.get_registered_sources():
            for record in source.read(None):
                writer.add(record)
                done += 1
                tell(source.kind, done)
        writer.commit()
    finally:
        writer.close()
    return done


def _find_last_line() -> int:
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0
