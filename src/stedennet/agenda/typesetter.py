"""Putting words on paper with Typst, as PDF/UA-1 in Dutch. Words go in as data, never as markup."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from stedennet.core.text import normalise_line_ends

# PDF/UA wants every character to be readable; Typst's own fonts know Latin, Greek and Cyrillic. What they cannot show
# becomes a question mark on paper; the sealed JSON has it as it was written.
MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
LAST_LATIN = "\u024f"
UNPRINTABLE = ("Cc", "Cn", "Co", "Cs")
"""Control characters, what Unicode has not given out, private use, halves of characters: no font shows these."""
MOST_ATTEMPTS = 20
TEMPLATES = Path(__file__).parent / "print"


def typeset_pdf(template: str, data: Mapping[str, Any], *, at: dt.datetime | None) -> bytes:
    """The PDF of `print/<template>` with this data; `at` is the moment that the file says it was made."""
    text = json.dumps(_make_printable(data), ensure_ascii=False)
    for _attempt in range(MOST_ATTEMPTS):
        try:
            return _compile_pdf(template, text, at)
        except typst.TypstError as error:
            unknown = MISSING_GLYPH.search(str(error))
            strange = {one for one in unknown[1] if one > LAST_LATIN} if unknown else set()
            if not strange:
                raise
            text = text.translate(dict.fromkeys(map(ord, strange), "?"))
    return _compile_pdf(template, "".join(one if one <= LAST_LATIN else "?" for one in text), at)


def _make_printable(value: Any) -> Any:
    """The same data without what no font can show; line ends and tabs stay."""
    if isinstance(value, str):
        plain = normalise_line_ends(value)
        return "".join(one for one in plain if one in "\n\t" or unicodedata.category(one) not in UNPRINTABLE)
    if isinstance(value, Mapping):
        return {key: _make_printable(one) for key, one in value.items()}
    return [_make_printable(one) for one in value] if isinstance(value, list | tuple) else value


def _compile_pdf(template: str, text: str, at: dt.datetime | None) -> bytes:
    made = typst.compile(
        str(TEMPLATES / template),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"data": text},
        timestamp=int(at.timestamp()) if at else None,
    )
    return bytes(made)
