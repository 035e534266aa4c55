"""One picture of 1200 by 630, as services show it beside a link. Pure: words and a colour in, PNG bytes out."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from .colours import Palette, find_palette
from .typography import LEADING, fit_text, load_face

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
TWICE = 2
"""Shapes are drawn at this many times their size and scaled down, for smooth edges."""


@dataclass(frozen=True)
class Words:
    """The content of a picture."""

    kind: str
    title: str
    theme: str
    network: str
    colour: str


def draw_picture(words: Words) -> bytes:
    """The picture as PNG."""
    paint = find_palette(words.colour)
    image = Image.new("RGB", (WIDTH, HEIGHT), paint.ink)
    _draw_shapes(image, paint)
    pen = ImageDraw.Draw(image)
    kind = load_face(400, 34)
    kind.write(pen, (MARGIN, 128), words.kind, paint.soft)
    _draw_title(pen, words.title)
    _draw_footer(pen, words, paint)
    output = io.BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()


def _draw_title(pen: "ImageDraw.ImageDraw", title: str) -> None:
    face, size, lines = fit_text(title, width=WIDTH - 2 * MARGIN - 40, high=310, sizes=range(100, 43, -4))
    step = round(size * LEADING)
    first = 318 - step * (len(lines) - 1) // 2 + size // 3
    for number, line in enumerate(lines):
        face.write(pen, (MARGIN, first + number * step), line, "#ffffff")


def _draw_footer(pen: "ImageDraw.ImageDraw", words: Words, paint: Palette) -> None:
    line = HEIGHT - 72
    name = load_face(700, 36)
    name.write(pen, (MARGIN + 58, line), words.network, "#ffffff")
    if words.theme and words.theme != words.title:
        room = WIDTH - 2 * MARGIN - 58 - name.width(words.network) - 60
        theme, _size, lines = fit_text(words.theme, width=int(room), high=45, sizes=range(34, 21, -2), weight=400)
        theme.write(pen, (WIDTH - MARGIN - theme.width(lines[0]), line), lines[0], paint.soft)


def _draw_shapes(image: Image.Image, paint: Palette) -> None:
    """A bar of the theme's colour, the network's mark large and faint behind the words, and small beside its name."""
    drop = _build_mark(620, paint.ink, 255, ring=_format_hex(_mix_colours(paint.ink, paint.accent, 0.3)))
    image.paste(drop, (WIDTH - 400, -250), drop)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 20, HEIGHT), fill=paint.accent)
    pen.line(
        (MARGIN, HEIGHT - 134, WIDTH - MARGIN, HEIGHT - 134), fill=_mix_colours(paint.ink, paint.soft, 0.3), width=2
    )
    mark = _build_mark(42, paint.mark, 255, ring="#ffffff")
    image.paste(mark, (MARGIN, HEIGHT - 103), mark)


def _build_mark(size: int, fill: str, alpha: int, *, ring: str = "") -> Image.Image:
    """The network's mark: a circle with a square corner at the bottom left."""
    large = size * TWICE
    colours = Image.new("RGB", (large, large), ring or fill)
    if ring:
        _draw_mark(ImageDraw.Draw(colours), large // 5, large - large // 5, fill)
    shape = Image.new("L", (large, large), 0)
    _draw_mark(ImageDraw.Draw(shape), 0, large, alpha)
    colours.putalpha(shape)
    return colours.resize((size, size), Image.Resampling.LANCZOS)


def _draw_mark(pen: "ImageDraw.ImageDraw", begin: int, end: int, fill: str | int) -> None:
    middle = (begin + end) // 2
    pen.ellipse((begin, begin, end - 1, end - 1), fill=fill)
    pen.rectangle((begin, middle, middle, end - 1), fill=fill)


def _mix_colours(colour: str, other: str, share: float) -> tuple[int, ...]:
    """A colour between two; `share` is the share of `other`."""
    a, b = (_parse_rgb(value) for value in (colour, other))
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))


def _format_hex(colour: tuple[int, ...]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def _parse_rgb(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
