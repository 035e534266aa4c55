"""Placeholders in a text, written `{{{name}}}`. Pure."""

import re
from collections.abc import Callable, Mapping

_PLACEHOLDER = re.compile(r"\{\{\{([a-z][a-z0-9_]*)\}\}\}")


def split_placeholders(text: str) -> list[str]:
    """Split `text` at its placeholders into text, name, text, name, …, text."""
    return _PLACEHOLDER.split(text)


def find_placeholders(*texts: str) -> set[str]:
    """Return the names of all placeholders in these texts."""
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def fill_placeholders(text: str, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """Fill each placeholder; values are not searched for placeholders again. Raises KeyError for a missing value."""
    pieces = split_placeholders(text)
    pieces[1::2] = [escape(values[name]) for name in pieces[1::2]]
    return "".join(pieces)


def collapse_whitespace(text: str) -> str:
    """Put a value on one line, so that it cannot add lines to a header or a plain text."""
    return " ".join(text.split())
