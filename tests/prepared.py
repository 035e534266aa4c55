"""A SQLite database with all tables, made once: all migrations take most of a minute, a copy takes none.

Every process of the tests copies it, and so does a demo that they start. Beside it stands of which migrations it was
made: when some came, they are added to it; when one changed or went, it is made anew.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-databases"
DATABASE, MADE_OF = FOLDER / "prepared.sqlite3", FOLDER / "made-of.json"
OTHERS = ("django", "django-allauth", "django-tasks-db", "wagtail", "django-taggit")
"""Packages with migrations of their own."""
_open: list[sqlite3.Connection] = []


def file() -> Path:
    """The prepared database; who comes first makes it, the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
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


def _migrations() -> dict[str, str]:
    files = sorted((ROOT / "src" / "stedennet").glob("*/migrations/*.py"))
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
