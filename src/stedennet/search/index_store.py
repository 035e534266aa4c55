"""The indexes on this machine: a folder for each one that was built, and a file that names the one in use.

A new index is built beside the old one, which stays in use until the new one is complete. Nothing here uses the
database.
"""

import json
import logging
import shutil
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from . import lexicon
from .engine import FORMAT, BrokenIndex, IndexReader, match_everything

logger = logging.getLogger(__name__)
POINTER, NOTE, PROBLEM = "current", "note.json", "problem"
LEFT_OVER = 3600.0
"""Seconds after which an unused folder is considered to be left over by a killed process."""
_thread_local = threading.local()


def get_index_root() -> Path:
    """The folder of all indexes."""
    return Path(settings.SEARCH_DIR)


def get_index_version() -> str:
    """The version of the format and the word list; an index of another version cannot be used."""
    return f"{FORMAT}.{lexicon.FILE.stat().st_size}"


def find_current_index() -> Path:
    """Find the folder in use. Raises BrokenIndex when there is none, or when it is of another version."""
    try:
        folder = get_index_root() / (get_index_root() / POINTER).read_text().strip()
        version = read_note(folder)["version"]
    except (OSError, ValueError, KeyError) as error:
        raise BrokenIndex(f"no index: {error}") from error
    if version != get_index_version():
        raise BrokenIndex(f"the index is of version {version}, this is {get_index_version()}")
    return folder


def read_note(folder: Path) -> dict[str, str]:
    """Read the note beside an index: its version, and its position in the log. Raises OSError and ValueError."""
    note = json.loads((folder / NOTE).read_text())
    if not isinstance(note, dict):
        raise ValueError("the note is damaged")
    return note


def position_of(folder: Path) -> int:
    """The last line of the log that an index has processed. Raises BrokenIndex."""
    try:
        return int(read_note(folder)["position"])
    except (OSError, ValueError, KeyError) as error:
        raise BrokenIndex(f"the note is damaged: {error}") from error


def write_note(folder: Path, position: int) -> None:
    """Store the position of an index in the log, atomically."""
    _write_file(folder / NOTE, json.dumps({"version": get_index_version(), "position": str(position)}))


def create_folder() -> Path:
    """Create an empty folder for a new index."""
    folder = get_index_root() / f"index-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    return folder


def activate_index(folder: Path) -> None:
    """Use this index from now on, and delete the others; readers of those keep their open files."""
    _write_file(get_index_root() / POINTER, folder.name)
    clear_problem()
    remove_unused_indexes(keep=folder)


def remove_unused_indexes(*, keep: Path | None = None) -> None:
    """Delete unused indexes: all except `keep` and those that are probably being built."""
    for other in get_index_root().glob("index-*"):
        with suppress(OSError):
            is_unused = keep is None or other.name != keep.name
            if is_unused and (time.time() - other.stat().st_mtime > LEFT_OVER or (other / NOTE).exists()):
                shutil.rmtree(other)


def open_reader() -> IndexReader:
    """Open the index in use in its current state; each thread keeps its own reader open. Raises BrokenIndex."""
    folder = find_current_index()
    try:
        modified_at = (folder / "meta.json").stat().st_mtime_ns
    except OSError as error:
        raise BrokenIndex(f"no index: {error}") from error
    opened = getattr(_thread_local, "opened", None)
    if opened and opened[0] == folder and opened[1] == modified_at:
        return opened[2]  # type: ignore[no-any-return]
    reader = IndexReader(folder)
    _thread_local.opened = (folder, modified_at, reader)
    return reader


def report_failure(error: BrokenIndex) -> None:
    """Handle a failed question: record a problem if the index is damaged, or else blame the question."""
    try:
        reader = IndexReader(find_current_index())
        for hit in reader.top(match_everything(), 1):
            reader.card(hit)
    except BrokenIndex as damage:
        record_problem(str(damage))
    else:
        logger.warning("a question could not be answered: %s", error)


def record_problem(words: str) -> None:
    """Tell the worker to rebuild the index, with the reason; a full disk is ignored."""
    with suppress(OSError):
        get_index_root().mkdir(parents=True, exist_ok=True)
        (get_index_root() / PROBLEM).write_text(words[:500])


def read_problem() -> str:
    """The recorded problem; empty when there is none."""
    try:
        return (get_index_root() / PROBLEM).read_text()
    except OSError:
        return ""


def clear_problem() -> None:
    """Delete the recorded problem."""
    with suppress(OSError):
        (get_index_root() / PROBLEM).unlink(missing_ok=True)


def _write_file(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        temporary.write_text(text)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise BrokenIndex(f"cannot write {path.name}: {error}") from error
