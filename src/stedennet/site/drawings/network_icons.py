"""The network's sign as a picture of any size: the same drop as `icon.svg`. Pure: values in, a PNG out."""

import io

from PIL import Image, ImageDraw

FINER = 4
"""It is drawn this many times larger, then made smaller: so its edges are smooth."""


def draw_network_icon(side: int, brand: str, mark: str, *, paper: str = "") -> bytes:
    """The drop in the network's colours, `side` pixels wide; on `paper` (a colour) or, without it, on nothing."""
    whole = side * FINER
    image = Image.new("RGBA", (whole, whole), paper or (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    edge, eye = whole * (0.16 if paper else 0.06), whole * (0.33 if paper else 0.28)
    draw.ellipse((edge, edge, whole - edge, whole - edge), fill=brand)
    draw.rectangle((edge, whole / 2, whole / 2, whole - edge), fill=brand)
    draw.ellipse((eye, eye, whole - eye, whole - eye), fill=mark)
    out = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
