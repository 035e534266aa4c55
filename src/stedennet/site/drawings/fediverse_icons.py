"""The picture of an account: the network's or theme's colour with a letter. Pure: values in, a PNG out."""

import io

from PIL import Image, ImageDraw, ImageFont

SIDE = 400
NETWORK = "#1c3f94"
COLOURS = {
    "blauw": "#154a87", "rood": "#9b1c1c", "groen": "#1f5c23", "oranje": "#8a4408", "turkoois": "#005b63",
    "paars": "#5d2c7c", "indigo": "#2f3889", "roze": "#8f2459", "mint": "#1d6049", "geel": "#6b5300",
    "bruin": "#5f4632",
}  # fmt: skip
"""The dark ink of each accent in `site.css`: white stands out on all of them."""


def draw_icon(letter: str, colour: str) -> bytes:
    """A square in the colour with the letter in its middle."""
    image = Image.new("RGB", (SIDE, SIDE), COLOURS.get(colour, NETWORK))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=SIDE * 0.6)
    draw.text((SIDE / 2, SIDE / 2), letter.upper(), fill="#ffffff", font=font, anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
