"""What takes long to make and is made once: a SQLite database with all tables, and one with the demo's content too.

Every process of the tests copies them, and so does a demo that they start. Beside the first stands of which migrations
it was made: when some came, they are added to it; when one changed or went, it is made anew. The second is made anew
whenever any file of the site changed, and each day, because much of the demo's content is about the days around today.
"""

import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "stedennet"
FOLDER = ROOT / "var" / "test-databases"
DATABASE, MADE_OF = FOLDER / "prepared.sqlite3", FOLDER / "made-of.json"
DEMO, DEMO_SAID, DEMO_MADE_OF = FOLDER / "demo", FOLDER / "demo.txt", FOLDER / "demo-made-of.txt"
PREPARE_DEMO = "from stedennet.demo_start import prepare_site; prepare_site(8000)"
OTHERS = ("django", "django-allauth", "django-tasks-db", "wagtail", "django-taggit")
"""Packages with migrations of their own."""
_open: list[sqlite3.Connection] = []


def file() -> Path:
    """The prepared database; who comes first makes it, the others wait."""
    with _locked("lock"):
        before = json.loads(MADE_OF.read_text()) if MADE_OF.exists() else {}
        now = _migrations()
        if before != now:
            MADE_OF.unlink(missing_ok=True)
            _make(onto=bool(before) and before.items() <= now.items())
            MADE_OF.write_text(json.dumps(now))
    return DATABASE


def fill(name: str) -> None:
    """Copy it into the database of this name (also one in memory, which lives as long as this process)."""
    target = sqlite3.connect(name, uri=name.startswith("file:"))
    with closing(sqlite3.connect(file())) as source:
        source.backup(target)
    _open.append(target)


def copy_demo(to: Path) -> str:
    """Copy the data folder of a demo that was prepared and not yet served; what the preparation printed."""
    database = file()
    with _locked("demo-lock"):
        now = _fingerprint()
        if not DEMO_MADE_OF.exists() or DEMO_MADE_OF.read_text() != now:
            DEMO_MADE_OF.unlink(missing_ok=True)
            _make_demo(database)
            DEMO_MADE_OF.write_text(now)
        shutil.copytree(DEMO, to, dirs_exist_ok=True)
    return DEMO_SAID.read_text()


@contextmanager
def _locked(name: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint() -> str:
    found = hashlib.sha256(dt.date.today().isoformat().encode())
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _migrations() -> dict[str, str]:
    files = sorted(SOURCE.glob("*/migrations/*.py"))
    own = {str(one.relative_to(ROOT)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}
    return own | {name: version(name) for name in OTHERS}


def _make(*, onto: bool) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER) as var:
        new = Path(var) / "stedennet.sqlite3"
        if onto:
            shutil.copyfile(DATABASE, new)
        environment = {**os.environ, "STEDENNET_VAR_DIR": var, "STEDENNET_DATABASE_URL": ""}
        command = [sys.executable, "-m", "stedennet.cli", "manage", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=environment, check=True)
        with closing(sqlite3.connect(new)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        new.replace(DATABASE)


def _make_demo(database: Path) -> None:
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    shutil.copyfile(database, DEMO / "stedennet.sqlite3")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("STEDENNET_", "DJANGO_"))}
    command = [sys.executable, "-c", PREPARE_DEMO]
    with DEMO_SAID.open("w") as out:
        subprocess.run(command, env={**kept, "STEDENNET_VAR_DIR": str(DEMO)}, stdout=out, check=True)
