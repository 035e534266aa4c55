"""The cover of a card: a picture of the thing itself, or one in the colour and with the pictogram of its theme."""

from collections.abc import Sequence
from zlib import crc32

from django.core.files.storage import default_storage

from stedennet.network.models import Theme

PATTERNS = 6
"""How many patterns the stylesheet has: `cover--0` and on."""
ICONS = {"article": "newspaper", "event": "calendar-days", "call": "megaphone"}
"""The pictogram of a kind of thing, when it has no theme."""


def build_cover(
    key: str, themes: Sequence[Theme], *, kind: str = "", file: str = "", alt: str = ""
) -> dict[str, object]:
    """Return the cover of the thing with this key, such as its slug; the same key always has the same pattern.

    `file` is the stored picture of 640 by 400 at most, `alt` what it shows.
    """
    theme = themes[0] if themes else None
    return {
        "url": default_storage.url(file) if file else "",
        "alt": alt,
        "colour": theme.colour if theme else "",
        "icon": theme.icon if theme else ICONS.get(kind, "lightbulb"),
        "pattern": crc32(key.encode()) % PATTERNS,
    }
