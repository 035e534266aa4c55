"""Which themes need their scheme beside their name, because a theme of another scheme has that name too. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def find_distinctions(themes: Mapping[Key, tuple[Collection[str], str]]) -> dict[Key, str]:
    """For each theme what tells it apart: its scheme as shown, such as “G5”; empty if nobody else has its name.

    `themes` gives the names of each theme, in all languages, and the address of its scheme.
    """
    named = {key: {name.casefold() for name in names if name} for key, (names, _scheme) in themes.items()}
    counts = Counter(name for names in named.values() for name in names)
    return {
        key: scheme.upper() if any(counts[name] > 1 for name in named[key]) else ""
        for key, (_names, scheme) in themes.items()
    }
