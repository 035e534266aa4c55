"""Where the index stands on this machine: a folder for each time it was made, and a file that names the one in use.

A new index is made beside the old one, which answers until the new one is whole. Nothing here asks the database.
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
"""Seconds after which an unused folder is taken for what a killed process left."""
_thread_local = threading.local()


def get_index_root() -> Path:
    """The folder of all indexes."""
    return Path(settings.SEARCH_DIR)


def get_index_version() -> str:
    """Of what an index was made with: another one cannot be asked by this program."""
    return f"{FORMAT}.{lexicon.FILE.stat().st_size}"


def find_current_index() -> Path:
    """The folder in use. Raises Broken when there is none, or when another version made it."""
    try:
        folder = get_index_root() / (get_index_root() / POINTER).read_text().strip()
        made_with = read_note(folder)["version"]
    except (OSError, ValueError, KeyError) as error:
        raise BrokenIndex(f"no index: {error}") from error
    if made_with != get_index_version():
        raise BrokenIndex(f"the index is of version {made_with}, this is {get_index_version()}")
    return folder


def read_note(folder: Path) -> dict[str, str]:
    """What stands beside an index: its version, how far it followed the log, and how much it holds."""
    note = json.loads((folder / NOTE).read_text())
    if not isinstance(note, dict):
        raise ValueError("the note is damaged")
    return note


def position_of(folder: Path) -> int:
    """Up to which line of the log an index is."""
    try:
        return int(read_note(folder)["position"])
    except (OSError, ValueError, KeyError) as error:
        raise BrokenIndex(f"the note is damaged: {error}") from error


def write_note(folder: Path, position: int) -> None:
    """Store how far an index followed the log; written whole or not at all."""
    _write_file(folder / NOTE, json.dumps({"version": get_index_version(), "position": str(position)}))


def create_folder() -> Path:
    """An empty folder for a new index."""
    folder = get_index_root() / f"index-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    return folder


def activate_index(folder: Path) -> None:
    """From now on this index answers; the others are thrown away. Who still reads one keeps its open files."""
    _write_file(get_index_root() / POINTER, folder.name)
    clear_problem()
    remove_unused_indexes(keep=folder)


def remove_unused_indexes(*, keep: Path | None = None) -> None:
    """Throw away indexes that nobody uses: all but `keep`, and those that may just be made."""
    for other in get_index_root().glob("index-*"):
        with suppress(OSError):
            unused = keep is None or other.name != keep.name
            if unused and (time.time() - other.stat().st_mtime > LEFT_OVER or (other / NOTE).exists()):
                shutil.rmtree(other)


def open_reader() -> IndexReader:
    """The index in use, as it is now; each thread keeps its own open. Raises Broken."""
    folder = find_current_index()
    try:
        written = (folder / "meta.json").stat().st_mtime_ns
    except OSError as error:
        raise BrokenIndex(f"no index: {error}") from error
    kept = getattr(_thread_local, "shelf", None)
    if kept and kept[0] == folder and kept[1] == written:
        return kept[2]  # type: ignore[no-any-return]
    shelf = IndexReader(folder)
    _thread_local.shelf = (folder, written, shelf)
    return shelf


def report_failure(error: BrokenIndex) -> None:
    """Somebody could not be answered: when the index is at fault, tell it; a strange question is no reason."""
    try:
        shelf = IndexReader(find_current_index())
        for hit in shelf.top(match_everything(), 1):
            shelf.card(hit)
    except BrokenIndex as damage:
        record_problem(str(damage))
    else:
        logger.warning("a question could not be answered: %s", error)


def record_problem(words: str) -> None:
    """Leave word for the worker that the index must be made anew; a full disk is no reason to fail."""
    with suppress(OSError):
        get_index_root().mkdir(parents=True, exist_ok=True)
        (get_index_root() / PROBLEM).write_text(words[:500])


def read_problem() -> str:
    """What somebody told; empty when nothing is wrong."""
    try:
        return (get_index_root() / PROBLEM).read_text()
    except OSError:
        return ""


def clear_problem() -> None:
    """The problem is mended."""
    with suppress(OSError):
        (get_index_root() / PROBLEM).unlink(missing_ok=True)


def _write_file(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        beside.write_text(text)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise BrokenIndex(f"cannot write {path.name}: {error}") from error
