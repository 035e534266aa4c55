"""Cleans what people type of invisible characters, which reverse lines, hide words, and make equal names differ.

Pure: text in, text out. Single lines lose all of them; longer texts keep what a right-to-left paragraph needs, as long
as it ends there (docs/decisions 0181).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
OVERRIDES = "\u202a-\u202e"
"""Embeddings and overrides (UAX 9): their effect continues beyond their own text."""
ISOLATES = "\u2066-\u2069"
MARKS = "\u200e\u200f\u061c"
UNSEEN = "\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Zero-width spaces, invisible operators, byte order marks, fillers: characters that nobody sees."""
SOFT_HYPHEN = "\u00ad"
NEVER = (
    "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ufe00-\ufe0d"
    "\U000e0000-\U000effff"
)
"""Controls, surrogates, noncharacters, variation selectors, and plane 14 with its tags."""
IN_A_LINE = re.compile(f"[{NEVER}{UNSEEN}{OVERRIDES}{ISOLATES}{MARKS}{SOFT_HYPHEN}]")
IN_A_TEXT = re.compile(f"[{NEVER}{UNSEEN}{OVERRIDES}]")
JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]")
JOINED_SCRIPTS = (
    "ARABIC ", "BALINESE ", "BENGALI ", "DEVANAGARI ", "GUJARATI ", "GURMUKHI ", "JAVANESE ", "KANNADA ", "KHMER ",
    "MALAYALAM ", "MANDAIC ", "MONGOLIAN ", "MYANMAR ", "NKO ", "ORIYA ", "SINHALA ", "SYRIAC ", "TAMIL ", "TELUGU ",
    "TIBETAN ",
)  # fmt: skip
"""Scripts in which joiners change how a word is written: Persian, Hindi and others (RFC 5892, appendix A)."""


def clean_line(text: str) -> str:
    """One line in NFC, without invisible characters; joiners stay where a script or an emoji needs them."""
    return unicodedata.normalize("NFC", _drop_idle_joiners(IN_A_LINE.sub("", BREAKS.sub(" ", text)).replace("\0", "")))


def clean_text(text: str) -> str:
    """Lines in NFC with Unix line ends; direction marks and balanced isolates stay."""
    kept = IN_A_TEXT.sub("", LINE_ENDS.sub("\n", text)).replace("\0", "")
    return unicodedata.normalize(
        "NFC", "\n".join(_drop_unbalanced_isolates(_drop_idle_joiners(line)) for line in kept.split("\n"))
    )


def clean_texts_in(value: object, clean: Callable[[str], str] = clean_text) -> Any:
    """The value with every text in it cleaned: a text, or lists and mappings of texts; other values stay."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: clean_texts_in(item, clean) for key, item in value.items()}
    return [clean_texts_in(item, clean) for item in value] if isinstance(value, list | tuple) else value


def _drop_unbalanced_isolates(line: str) -> str:
    """The line, without its isolates unless they are balanced."""
    depth = 0
    for character in line:
        if "\u2066" <= character <= "\u2068":
            depth += 1
        elif character == "\u2069":
            depth -= 1
        if depth < 0:
            break
    return line if depth == 0 else re.sub(f"[{ISOLATES}]", "", line)


def _drop_idle_joiners(line: str) -> str:
    """The line with only those joiners and variation selectors that have an effect."""
    if not JOINERS.search(line):
        return line
    kept: list[str] = []
    for index, character in enumerate(line):
        after = line[index + 1 : index + 2]
        if not JOINERS.match(character) or (kept and _is_effective(kept[-1], character, after)):
            kept.append(character)
    return "".join(kept)


def _is_effective(before: str, character: str, after: str) -> bool:
    if character in "\ufe0e\ufe0f":  # A character as text or as an emoji; the digits of keycaps.
        return after == "\u20e3" or _is_picture(before)
    if character == "\u200d" and _is_picture(after):
        return _is_picture(before) or before == "\ufe0f"
    return _needs_joiners(before) and _needs_joiners(after)


def _is_picture(character: str) -> bool:
    return bool(character) and (
        unicodedata.category(character) == "So"
        or "\u203c" <= character <= "\u2b55"
        or "\U0001f000" <= character <= "\U0001faff"
    )


def _needs_joiners(character: str) -> bool:
    return bool(character) and unicodedata.name(character, "").startswith(JOINED_SCRIPTS)
