"""The questions of `stedennet setup`, and the file that stores the answers."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "STEDENNET_"


class Unanswered(Exception):
    """A question has no answer and there is nobody to ask; `str(error)` names the command-line option."""


@dataclass(frozen=True)
class Question:
    """A question of setup. `preset` derives an answer from earlier ones; None means that the user must answer."""

    variable: str
    words: str
    preset: Callable[[Mapping[str, str]], str | None] = lambda _: None


def _hosts_of(answers: Mapping[str, str]) -> str:
    return json.dumps([urlsplit(answers["SITE_URL"]).hostname or ""])


def _sender_of(answers: Mapping[str, str]) -> str:
    return f"{answers['NETWORK_NAME']} <{answers['OFFICE_EMAIL']}>"


QUESTIONS = [
    Question("SITE_URL", "The address that readers type, such as https://www.yourcity.nl"),
    Question("NETWORK_NAME", "The name of the network", lambda _: "Stedennet"),
    Question("OFFICE_EMAIL", "The programme office's mail address"),
    Question("FROM_EMAIL", "The sender of all mail", _sender_of),
    Question(
        "EMAIL_URL", "The mail server, as smtp://user:password@host:587 (empty: mails become files)", lambda _: ""
    ),
    Question("VAR_DIR", "The folder for everything that changes", lambda _: str(Path("var").resolve())),
    Question(
        "DATABASE_URL", "PostgreSQL, as postgres://user:password@host/name (empty: SQLite in the folder)", lambda _: ""
    ),
]
DERIVED_QUESTIONS = [
    Question("SECRET_KEY", "", lambda _: secrets.token_urlsafe(50)),
    Question("ALLOWED_HOSTS", "", _hosts_of),
    Question("TRUSTED_PROXIES", "", lambda _: "1"),
]


def gather_answers(
    given: Mapping[str, str | None], before: Mapping[str, str], ask: Callable[[str, str | None], str] | None
) -> dict[str, str]:
    """The answer to each question: `given`, else from the environment, the file (`before`), the user, or the preset.

    `ask` gets the question and a suggested answer (None where there must be one).
    It is None when there is nobody to ask; a question without a preset then raises Unanswered.
    """
    answers = dict(before)
    for question in [*QUESTIONS, *DERIVED_QUESTIONS]:
        answer = given.get(question.variable)
        if answer is None:
            answer = os.environ.get(PREFIX + question.variable, before.get(question.variable))
        if answer is None:
            answer = _ask_question(question, answers, ask)
        answers[question.variable] = answer.strip()
    return answers


def _ask_question(question: Question, answers: Mapping[str, str], ask: Callable[[str, str | None], str] | None) -> str:
    preset = question.preset(answers)
    if ask is not None and question.words:
        return ask(question.words, preset)
    if preset is None:
        raise Unanswered(f"--{question.variable.lower().replace('_', '-')} is missing: {question.words}")
    return preset


def read_answers(file: Path) -> dict[str, str]:
    """The stored answers, without the prefix; empty if there are none."""
    if not file.exists():
        return {}
    lines = [line.partition("=") for line in file.read_text().splitlines() if line.startswith(PREFIX)]
    return {name.removeprefix(PREFIX): value[1:-1] for name, _, value in lines}


def write_answers(file: Path, answers: Mapping[str, str]) -> None:
    """Store the answers where only the owner can read them, in a form that a shell and systemd both read.

    Raises ValueError for a value that cannot be written in that form.
    """
    lines = [f"{PREFIX}{name}={_quote_value(name, value)}\n" for name, value in sorted(answers.items())]
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.writelines(["# Written by `stedennet setup`. Contains secrets.\n", *lines])
    new.replace(file)


def _quote_value(name: str, value: str) -> str:
    if "\n" not in value:
        if "'" not in value:
            return f"'{value}'"
        if not set(value) & set('"$`\\'):
            return f'"{value}"'
    raise ValueError(
        f"{PREFIX}{name} may not contain both kinds of quotation marks, a single one with $, ` or \\, or a line break"
    )
