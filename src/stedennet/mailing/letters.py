"""Letters and their items. Their layout belongs to the site, which registers a writer when it starts."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Letter:
    """The text for one segment of addressees, with placeholders `{{{name}}}` that are filled for each addressee.

    `{{{email}}}` and `{{{unsubscribe_url}}}` are always available; others come from the addressee's values.
    """

    subject: str
    text: str
    html: str
    language: str


@dataclass(frozen=True)
class LetterItem:
    """One item in a letter. `kind` is a label in the reader's language; `url` is absolute.

    `date` is the day on which it takes place or appeared; it may be text.
    """

    kind: str
    title: str
    summary: str
    url: str
    date: dt.date | str | None = None
    organisation: str = ""
    image_url: str = ""
    image_alt: str = ""


Writer = Callable[..., Letter]
_writers: list[Writer] = []


def register_writer(writer: Writer) -> None:
    """Say who writes letters; see `stedennet.site.mail.letters.build_letter`."""
    _writers[:] = [writer]


def write_letter(items: Sequence[LetterItem], **words: Any) -> Letter:
    """Build a letter about these items.

    `words`: subject, language, and optionally heading, intro, closing, reason, manage_url and web_url, as in
    `stedennet.site.mail.letters.build_letter`. Raises LookupError when no room registered a writer.
    """
    if not _writers:
        raise LookupError("no room registered how a letter looks")
    return _writers[0](items, **words)
