"""`stedennet setup` at a terminal: it asks, the reader types, and what they typed is what it does."""

import fcntl
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from contextlib import closing, suppress

import pytest

ANSWERS = {
    "The address that readers type": "https://www.regiostad.nl",
    "The name of the network": "Regiostad",
    "The programme office's mail address": "bureau@regiostad.nl",
    "The sender of all mail": "",
    "The mail server": "",
    "The folder for everything that changes": "",
    "PostgreSQL": "",
    "The first administrator's mail address": "hoofd@regiostad.nl",
}
"""The beginning of each question, and what is typed; nothing is Enter, which takes what is proposed."""
PATIENCE = 240


def _take_terminal():
    # Ctrl-C goes to whose terminal it is.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, folder):
        ours, theirs = pty.openpty()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("STEDENNET_", "DJANGO_"))}
        self.screen, self.said = ours, ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stedennet.cli", "setup"],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env={**kept, "TERM": "dumb", "COLUMNS": "200"},
            start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(theirs)

    def read_until(self, pattern):
        """Read the screen until this stands on it; returns what was new since the last time."""
        end, fresh = time.monotonic() + PATIENCE, ""
        while not re.search(pattern, fresh):
            assert time.monotonic() < end, f"waited in vain for {pattern}: {self.said}"
            piece = self._read()
            assert piece is not None or re.search(pattern, fresh), f"ended before {pattern}: {self.said}"
            fresh += piece or ""
            self.said += piece or ""
        return fresh

    def read_to_the_end(self):
        """Read what the command still said before it ended."""
        while piece := self._read():
            self.said += piece

    def _read(self):
        if not select.select([self.screen], [], [], 0.2)[0]:
            return ""
        try:
            return os.read(self.screen, 65536).decode() or None
        except OSError:  # The other side is closed.
            return None

    def type(self, text):
        """Type this, and Enter."""
        os.write(self.screen, f"{text}\n".encode())

    def interrupt(self):
        """Press Ctrl-C until the command has ended; returns its exit code.

        Python loses a signal that comes after it has written the prompt and before it waits for the line, so a
        reader who was that quick presses again.
        """
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"Ctrl-C in vain: {self.said}"
            with suppress(OSError, subprocess.TimeoutExpired):  # It may end between the look and the key.
                os.write(self.screen, b"\x03")
                self.process.wait(timeout=1)
        return self.process.returncode

    def end(self):
        """Close the terminal, whatever happened."""
        self.process.kill()
        self.process.wait()
        os.close(self.screen)


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.end()


def answer(terminal, answers):
    """Answer each question as it comes; returns what was proposed at each."""
    proposed = {}
    for question, typed in answers.items():
        asked = terminal.read_until(rf"{re.escape(question)}.*\[[^\]\n]*\]: $|{re.escape(question)}[^\n]*: $")
        proposed[question] = (re.findall(r"\[([^\]]*)\]: $", asked) or [""])[-1]
        terminal.type(typed)
    return proposed


def test_each_question_is_asked_in_turn_and_the_answers_make_the_site(terminal, tmp_path):
    proposed = answer(terminal, ANSWERS)
    assert proposed["The sender of all mail"] == "Regiostad <bureau@regiostad.nl>"
    assert proposed["The folder for everything that changes"] == str(tmp_path / "var")
    terminal.read_until("Ready. Start it:")
    assert terminal.process.wait(timeout=PATIENCE) == 0
    settings = (tmp_path / "stedennet.env").read_text()
    assert "STEDENNET_SITE_URL='https://www.regiostad.nl'" in settings
    assert "STEDENNET_FROM_EMAIL='Regiostad <bureau@regiostad.nl>'" in settings
    assert "STEDENNET_ALLOWED_HOSTS='[\"www.regiostad.nl\"]'" in settings
    with closing(sqlite3.connect(tmp_path / "var" / "stedennet.sqlite3")) as database:
        accounts = database.execute("SELECT email, is_superuser FROM accounts_user").fetchall()
    assert accounts == [("hoofd@regiostad.nl", 1)]


def test_what_must_be_answered_is_asked_again_when_nothing_is_typed(terminal):
    question = "The address that readers type"
    for typed in ("", "  "):
        terminal.read_until(rf"{question}[^\n]*: $")
        terminal.type(typed)
    answer(terminal, {question: "https://www.regiostad.nl", "The name of the network": ""})
    terminal.read_until("The programme office's mail address")


def test_what_cannot_be_right_is_named_and_nothing_is_made(terminal, tmp_path):
    answer(terminal, {**ANSWERS, "The programme office's mail address": "bureau@stad.example"})
    terminal.read_until("STEDENNET_OFFICE_EMAIL is bureau@stad.example, an example")
    assert terminal.process.wait(timeout=PATIENCE) == 1
    assert not (tmp_path / "stedennet.env").exists()
    assert not (tmp_path / "var" / "stedennet.sqlite3").exists()


def test_who_stops_half_way_has_made_nothing(terminal, tmp_path):
    terminal.read_until("The address that readers type.*: $")
    terminal.type("https://www.regiostad.nl")
    terminal.read_until("The name of the network.*: $")
    assert terminal.interrupt() != 0
    terminal.read_to_the_end()
    assert "Traceback" not in terminal.said
    assert list(tmp_path.iterdir()) == []
