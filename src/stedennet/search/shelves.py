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
from .engine import FORMAT, Broken, Shelf, everything

logger = logging.getLogger(__name__)
POINTER, NOTE, PROBLEM = "current", "note.json", "problem"
LEFT_OVER = 3600.0
"""Seconds after which an unused folder is taken for what a killed process left."""
_here = threading.local()


def root() -> Path:
    """The folder of all indexes."""
    return Path(settings.SEARCH_DIR)


def version() -> str:
    """Of what an index was made with: another one cannot be asked by this program."""
    return f"{FORMAT}.{lexicon.FILE.stat().st_size}"


def current() -> Path:
    """The folder in use. Raises Broken when there is none, or when another version made it."""
    try:
        folder = root() / (root() / POINTER).read_text().strip()
        made_with = read_note(folder)["version"]
    except (OSError, ValueError, KeyError) as error:
        raise Broken(f"no index: {error}") from error
    if made_with != version():
        raise Broken(f"the index is of version {made_with}, this is {version()}")
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
        raise Broken(f"the note is damaged: {error}") from error


def write_note(folder: Path, position: int) -> None:
    """Store how far an index followed the log; written whole or not at all."""
    _write(folder / NOTE, json.dumps({"version": version(), "position": str(position)}))


def new_folder() -> Path:
    """An empty folder for a new index."""
    folder = root() / f"index-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    return folder


def use(folder: Path) -> None:
    """From now on this index answers; the others are thrown away. Who still reads one keeps its open files."""
    _write(root() / POINTER, folder.name)
    forget_problem()
    clear(keep=folder)


def clear(*, keep: Path | None = None) -> None:
    """Throw away indexes that nobody uses: all but `keep`, and those that may just be made."""
    for other in root().glob("index-*"):
        with suppress(OSError):
            unused = keep is None or other.name != keep.name
            if unused and (time.time() - other.stat().st_mtime > LEFT_OVER or (other / NOTE).exists()):
                shutil.rmtree(other)


def reader() -> Shelf:
    """The index in use, as it is now; each thread keeps its own open. Raises Broken."""
    folder = current()
    try:
        written = (folder / "meta.json").stat().st_mtime_ns
    except OSError as error:
        raise Broken(f"no index: {error}") from error
    kept = getattr(_here, "shelf", None)
    if kept and kept[0] == folder and kept[1] == written:
        return kept[2]  # type: ignore[no-any-return]
    shelf = Shelf(folder)
    _here.shelf = (folder, written, shelf)
    return shelf


def report(error: Broken) -> None:
    """Somebody could not be answered: when the index is at fault, tell it; a strange question is no reason."""
    try:
        shelf = Shelf(current())
        for hit in shelf.top(everything(), 1):
            shelf.card(hit)
    except Broken as damage:
        tell_problem(str(damage))
    else:
        logger.warning("a question could not be answered: %s", error)


def tell_problem(words: str) -> None:
    """Leave word for the worker that the index must be made anew; a full disk is no reason to fail."""
    with suppress(OSError):
        root().mkdir(parents=True, exist_ok=True)
        (root() / PROBLEM).write_text(words[:500])


def problem() -> str:
    """What somebody told; empty when nothing is wrong."""
    try:
        return (root() / PROBLEM).read_text()
    except OSError:
        return ""


def forget_problem() -> None:
    """The problem is mended."""
    with suppress(OSError):
        (root() / PROBLEM).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        beside.write_text(text)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise Broken(f"cannot write {path.name}: {error}") from error
