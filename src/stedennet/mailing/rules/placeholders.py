"""Places in a text, written `{{{name}}}`. Pure: values in, values out."""

import re
from collections.abc import Callable, Mapping

_PLACEHOLDER = re.compile(r"\{\{\{([a-z][a-z0-9_]*)\}\}\}")


def split_placeholders(text: str) -> list[str]:
    """`text` cut at its places: words, name, words, name, …, words. A value is never looked at for places again."""
    return _PLACEHOLDER.split(text)


def find_placeholders(*texts: str) -> set[str]:
    """The names of all places in these texts."""
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def fill_placeholders(text: str, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """`text` with each place filled. Raises KeyError for a name without a value."""
    pieces = split_placeholders(text)
    pieces[1::2] = [escape(values[name]) for name in pieces[1::2]]
    return "".join(pieces)


def collapse_whitespace(text: str) -> str:
    """A value for a header or a line of plain text: nobody adds a line of his own."""
    return " ".join(text.split())
