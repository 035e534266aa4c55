"""Putting words on paper with Typst, as PDF/UA-1 in Dutch. Words go in as data, never as markup."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

# PDF/UA wants every character to be readable; Typst's own fonts know Latin, Greek and Cyrillic. What they cannot show
# becomes a question mark on paper; the sealed JSON has it as it was written.
CANNOT_SHOW = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
LAST_LATIN = "\u024f"
MOST_ATTEMPTS = 20
TEMPLATES = Path(__file__).parent / "print"


def typeset(template: str, data: Mapping[str, Any], *, at: dt.datetime | None) -> bytes:
    """The PDF of `print/<template>` with this data; `at` is the moment that the file says it was made."""
    text = json.dumps(data, ensure_ascii=False)
    for _attempt in range(MOST_ATTEMPTS):
        try:
            return _compile(template, text, at)
        except typst.TypstError as error:
            unknown = CANNOT_SHOW.search(str(error))
            strange = {one for one in unknown[1] if one > LAST_LATIN} if unknown else set()
            if not strange:
                raise
            text = text.translate(dict.fromkeys(map(ord, strange), "?"))
    return _compile(template, "".join(one if one <= LAST_LATIN else "?" for one in text), at)


def _compile(template: str, text: str, at: dt.datetime | None) -> bytes:
    made = typst.compile(
        str(TEMPLATES / template),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"data": text},
        timestamp=int(at.timestamp()) if at else None,
    )
    return bytes(made)
