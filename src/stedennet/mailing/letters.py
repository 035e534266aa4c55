"""What a letter is made of. How it looks, only the site knows: it registers itself when it starts."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Letter:
    """What one segment gets, with places written as `{{{name}}}` that are filled for each addressee.

    The places `{{{email}}}` and `{{{unsubscribe_url}}}` are always filled; others come from the addressee's values.
    """

    subject: str
    text: str
    html: str
    language: str


@dataclass(frozen=True)
class LetterItem:
    """One thing that a letter tells of. `kind` is what it is, in the reader's words; `url` is a whole address.

    `date` is what the reader should know of time: when it happens or appeared; it may be in words.
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
