"""Fits text in a box: wrapped to its width, at the largest size that fits its height. Pure but for the fonts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONTS = Path(__file__).parents[1] / "static" / "build" / "fonts"
# The font comes in parts, as for browsers; characters in neither part cannot be shown.
PLAIN = (
    "\u0020-\u007e\u00a0-\u00ff\u0131\u0152\u0153\u02c6\u02da\u02dc\u2010-\u2015\u2018-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2212"
)
WIDER = "\u0100-\u0130\u0132-\u0151\u0154-\u017f\u0218-\u021b\u1e80-\u1e85\u1ef2\u1ef3"
RUN = re.compile(f"([{PLAIN}]+)|([{WIDER}]+)")


LEADING = 1.16
"""The height of a line, as a multiple of the font size."""


@dataclass(frozen=True)
class Face:
    """A font at a size, with its part for rarer letters."""

    plain: ImageFont.FreeTypeFont
    wider: ImageFont.FreeTypeFont

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Split the text into runs of one part each, dropping characters that cannot be shown."""
        for match in RUN.finditer(text):
            yield (self.plain if match[1] else self.wider), match[0]

    def width(self, text: str) -> float:
        """The width of the text in pixels."""
        return sum(font.getlength(piece) for font, piece in self.runs(text))

    def write(self, draw: "ImageDraw.ImageDraw", at: tuple[float, float], text: str, fill: str) -> None:
        """Draw the text with its baseline at `at`."""
        x, y = at
        for font, piece in self.runs(text):
            draw.text((x, y), piece, font=font, fill=fill, anchor="ls")
            x += font.getlength(piece)


@lru_cache(maxsize=64)
def load_face(weight: int, size: int) -> Face:
    """Fira Sans of this weight (400 or 700) at this size in pixels."""
    parts = (FONTS / f"fira-sans-{part}-{weight}-normal.woff2" for part in ("latin", "latin-ext"))
    plain, wider = (ImageFont.truetype(str(part), size) for part in parts)
    return Face(plain, wider)


def fit_text(text: str, *, width: int, high: int, sizes: range, weight: int = 700) -> tuple[Face, int, list[str]]:
    """The largest of the sizes at which the text fits in a box, with its lines; truncated when no size fits."""
    text = " ".join(text.split())
    for size in sizes:
        face = load_face(weight, size)
        lines, most_lines = wrap_text(face, text, width), max(1, int(high / (size * LEADING)))
        if len(lines) <= most_lines and all(face.width(line) <= width for line in lines):
            return face, size, _balance_lines(face, text, width, lines)
    lines = wrap_text(face, " ".join(_split_long_words(face, text, width)), width)
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], _truncate_line(face, lines[most_lines - 1], width)]
    return face, size, lines


def wrap_text(face: Face, text: str, width: float) -> list[str]:
    """Lines of whole words; a word wider than a line gets its own line."""
    lines: list[str] = []
    for word in text.split():
        if lines and face.width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _balance_lines(face: Face, text: str, width: int, lines: list[str]) -> list[str]:
    """The same number of lines, as even as possible: no single short word on the last line."""
    narrow = width
    while narrow > width // 2 and len(wrap_text(face, text, narrow - 20)) == len(lines):
        narrow -= 20
    even = wrap_text(face, text, narrow)
    return even if all(face.width(line) <= width for line in even) else lines


def _split_long_words(face: Face, text: str, width: int) -> Iterator[str]:
    """The words of a text; words wider than a line are split."""
    for word in text.split():
        while len(word) > 1 and face.width(word) > width:
            most = next(
                number for number in range(len(word), 0, -1) if face.width(word[:number]) <= width or number == 1
            )
            yield word[:most]
            word = word[most:]
        yield word


def _truncate_line(face: Face, line: str, width: int) -> str:
    while line and face.width(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip(' ,.;:-')}…"
