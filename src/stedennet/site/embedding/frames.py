"""Frames for other sites: their address, their size, and the HTML to copy. Pure but for the site's own address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

WIDTH = 480
NARROWEST = 240
HEIGHT_OF_EVENTS = 460
MOST_HEIGHT = 620


@dataclass(frozen=True)
class Frame:
    """One frame: the path of what it shows, what it is called (for who cannot see it), and its height in pixels."""

    url: str
    title: str
    height: int
    width: int = WIDTH

    def path(self, chosen: Mapping[str, str]) -> str:
        """The path with how it should look."""
        return f"{self.url}?{urlencode(chosen)}" if chosen else self.url

    def code(self, chosen: Mapping[str, str]) -> str:
        """The HTML to copy. The other site tells us its name and nothing of the reader (referrerpolicy)."""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0;max-width:100%" loading="lazy" '
            'referrerpolicy="origin" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
            f"{settings.SITE_URL}{self.path(chosen)}",
            f"{self.title} – {settings.NETWORK_NAME}",
            self.width,
            self.height,
        )


def estimate_height(title: str, text: str, facts: Sequence[tuple[str, str]], *, width: int = WIDTH) -> int:
    """Pixels that a card needs at a width, a little too much rather than too little."""
    room = max(width, NARROWEST) - 56
    # A letter of the title is about 12.5 pixels wide and its line 28 high; of the text 8.8 and 25.
    words = ceil(len(title) * 12.5 / room) * 28 + ceil(len(text) * 8.8 / room) * 25
    columns = 2 if room > 376 else 1
    lines = [ceil(len(value) * 9.5 / (room / columns)) for _label, value in facts]
    rows = [22 + 25 * max(lines[at : at + columns]) + 8 for at in range(0, len(lines), columns)]
    return min(156 + words + sum(rows), MOST_HEIGHT)


def parse_count(typed: str, most: int, *, otherwise: int = 3) -> int:
    """How many are asked for, from 1 to `most`."""
    return min(max(int(typed), 1), most) if typed.isascii() and typed.isdigit() and len(typed) < 4 else otherwise


def build_discovery_links(url: str) -> list[dict[str, str]]:
    """The links in a page's head by which programs find its oEmbed answers."""
    kinds = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
    path = reverse("oembed")
    return [{"type": kind, "url": f"{path}?{urlencode({'url': url, 'format': form})}"} for form, kind in kinds.items()]
