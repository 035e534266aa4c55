"""Typesets PDFs with Typst, as PDF/UA-1. Texts go in as data, never as markup."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import typst

from stedennet.core.text import normalise_line_ends

# PDF/UA requires a glyph for every character; Typst's own fonts have Latin, Greek and Cyrillic. Other characters
# become a question mark on paper; the sealed JSON keeps them as written.
MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
LAST_LATIN = "\u024f"
UNPRINTABLE = ("Cc", "Cn", "Co", "Cs")
"""Unicode categories without glyphs: control, unassigned, private use and surrogate characters."""
MAX_ATTEMPTS = 20
TEMPLATES = Path(__file__).parent / "print"


def typeset_pdf(template: str, data: Mapping[str, object], *, at: dt.datetime | None) -> bytes:
    """The PDF of `print/<template>` with this data; `at` is the time of creation in its metadata."""
    text = json.dumps(_make_printable(data), ensure_ascii=False)
    for _attempt in range(MAX_ATTEMPTS):
        try:
            return _compile_pdf(template, text, at)
        except typst.TypstError as error:
            match = MISSING_GLYPH.search(str(error))
            missing = {character for character in match[1] if character > LAST_LATIN} if match else set()
            if not missing:
                raise
            text = text.translate(dict.fromkeys(map(ord, missing), "?"))
    return _compile_pdf(template, "".join(character if character <= LAST_LATIN else "?" for character in text), at)


def _make_printable(value: object) -> object:
    """The same data without unprintable characters; line ends and tabs stay."""
    if isinstance(value, str):
        plain = normalise_line_ends(value)
        return "".join(
            character
            for character in plain
            if character in "\n\t" or unicodedata.category(character) not in UNPRINTABLE
        )
    if isinstance(value, Mapping):
        return {key: _make_printable(item) for key, item in value.items()}
    return [_make_printable(item) for item in value] if isinstance(value, list | tuple) else value


def _compile_pdf(template: str, text: str, at: dt.datetime | None) -> bytes:
    pdf = typst.compile(
        str(TEMPLATES / template),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"data": text},
        timestamp=int(at.timestamp()) if at else None,
    )
    return bytes(pdf)
