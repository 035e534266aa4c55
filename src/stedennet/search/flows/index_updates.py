"""Keeping the index up to date: by the log of changes, by comparison, and by rebuilding it when it is damaged."""

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
"""Maximum number of lines of the log that one run processes."""
WIDE_SUBJECTS = frozenset({"agenda.edition", "agenda.strategy"})
"""Subjects that affect many other records; a change of one compares the whole index."""
ProgressCallback = Callable[[str, int], None]
RETRY_PAUSE = 30.0
"""Seconds between attempts to rebuild the index when that fails, for example because the disk is full."""
_not_before = 0.0


def update_index() -> None:
    """Process the log, or rebuild the index when it cannot be used; a periodic job."""
    try:
        if index_store.read_problem():
            raise BrokenIndex(index_store.read_problem())
        follow_log()
    except BrokenIndex as error:
        if "Lock" in str(error):
            logger.warning("another process is writing the search index; trying again later")
            return
        _repair_index(error)


def _repair_index(error: BrokenIndex) -> None:
    global _not_before
    if time.monotonic() < _not_before:
        return
    _not_before = time.monotonic() + RETRY_PAUSE
    logger.warning("rebuilding the search index: %s", error)
    rebuild_index()
    _not_before = 0.0


def follow_log() -> int:
    """Process the lines of the log since the last run; return how many. Raises BrokenIndex.

    The position in the log is written after the index: processing a line twice gives the same result.
    """
    folder = index_store.find_current_index()
    position = index_store.position_of(folder)
    lines = list(Change.objects.after(position).values_list("pk", "subject_type", "subject_id")[:LINES_AT_ONCE])
    if not lines:
        if position > _find_last_line():
            raise BrokenIndex("the log is shorter than the position of the index")
        return 0
    if any(subject in WIDE_SUBJECTS for _, subject, _ in lines):
        _compare_records(folder)
    else:
        _apply_changes(folder, lines)
    index_store.write_note(folder, lines[-1][0])
    return len(lines)


def _apply_changes(folder: Path, lines: list[tuple[int, str, str]]) -> None:
    keys_by_subject: dict[str, set[str]] = defaultdict(set)
    for _, subject, key in lines:
        keys_by_subject[subject].add(key)
    writer = IndexWriter(folder)
    try:
        for source in sources.get_registered_sources():
            removed = {f"{source.kind}:{key}" for key in keys_by_subject.get(source.subject, ())}
            if not removed:
                continue
            for record in source.read(keys_by_subject[source.subject]):
                writer.replace(record)
                removed.discard(record.id)
            for id_ in removed:
                writer.remove(id_)
        writer.commit()
    finally:
        writer.close()


def compare_index() -> None:
    """Compare the whole index with the database, for changes without a line in the log; an hourly job."""
    try:
        _compare_records(index_store.find_current_index())
    except BrokenIndex as error:
        logger.warning("the search index could not be compared: %s", error)
        if "Lock" not in str(error):
            index_store.record_problem(str(error))


def _compare_records(folder: Path) -> None:
    indexed = IndexReader(folder).fingerprints()
    writer = IndexWriter(folder)
    try:
        for source in sources.get_registered_sources():
            for record in source.read(None):
                if indexed.pop(record.id, None) != fingerprint_of(record):
                    writer.replace(record)
        for id_ in indexed:
            writer.remove(id_)
        writer.commit()
    finally:
        writer.close()


def rebuild_index(progress: ProgressCallback = lambda kind, done: None) -> int:
    """Build a new index beside the old one, then use it; return its size. Raises BrokenIndex.

    `progress` gets the kind of each record and the number done. A failure leaves the old index in use.
    """
    position = _find_last_line()
    folder = None
    try:
        folder = index_store.create_folder()
        size = _fill_index(folder, progress)
        index_store.write_note(folder, position)
        index_store.activate_index(folder)
    except (BrokenIndex, OSError) as error:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        index_store.record_problem(f"{error}")
        raise error if isinstance(error, BrokenIndex) else BrokenIndex(str(error)) from error
    return size


def _fill_index(folder: Path, progress: ProgressCallback) -> int:
    writer = IndexWriter(folder, make=True)
    done = 0
    try:
        for source in sources.get_registered_sources():
            for record in source.read(None):
                writer.add(record)
                done += 1
                progress(source.kind, done)
        writer.commit()
    finally:
        writer.close()
    return done


def _find_last_line() -> int:
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0
