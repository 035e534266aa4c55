"""Takes pictures of the running demo: `python -m tests.browser.screenshots SITE FOLDER [--readme FOLDER] [page …]`.

Each page at four widths, dark and as printed, and one contact sheet on which all stand side by side
(`FOLDER/contact-sheet.png`). With `--readme` only the pictures that the README shows, into that folder.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browser import launch
from tests.browser.pages import PAGES

WIDTHS = (320, 375, 768, 1280)
README = {
    "home": "/",
    "theme": "/themas/smart-mobility/",
    "agenda": "/agenda/",
    "matrix": "/inzicht/matrix/",
}
THUMBNAIL, GAP, CAPTION = (260, 360), 12, 22
"""The largest size of a picture on the contact sheet, the space around it and the height of the line above it."""


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    name: str
    width: int
    dark: bool = False
    print: bool = False


LOOKS = [*(Look(str(width), width) for width in WIDTHS), Look("dark", 1280, dark=True), Look("print", 768, print=True)]


def main() -> None:
    """Take the pictures that the command asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--readme", type=Path)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if asked.readme:
            asked.readme.mkdir(parents=True, exist_ok=True)
            for name, path in README.items():
                take_picture(browser, asked.site + path, asked.readme / f"{name}.png", Look(name, 1280), whole=False)
        else:
            asked.folder.mkdir(parents=True, exist_ok=True)
            pictures = list(take_pictures(browser, asked.site, asked.folder, asked.pages or list(PAGES)))
            draw_contact_sheet(pictures, columns=len(LOOKS)).save(asked.folder / "contact-sheet.png")
        browser.close()


def take_pictures(browser: Browser, site: str, folder: Path, pages: list[str]) -> Iterator[Path]:
    """Take a picture of each page in each look, and give the files in that order."""
    for path in pages:
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        for look in LOOKS:
            file = folder / f"{name}-{look.name}.png"
            take_picture(browser, site + path, file, look, whole=True)
            yield file


def take_picture(browser: Browser, address: str, file: Path, look: Look, *, whole: bool) -> None:
    """Take one picture, of the whole page or of its first screen."""
    page = browser.new_page(
        viewport={"width": look.width, "height": 800}, color_scheme="dark" if look.dark else "light"
    )
    if look.print:
        page.emulate_media(media="print")
    page.goto(address)
    page.screenshot(path=file, full_page=whole)
    page.close()


def draw_contact_sheet(pictures: list[Path], *, columns: int) -> Image.Image:
    """All pictures small, in rows of `columns`, each below its name; of a long page the first part is shown."""
    rows = -(-len(pictures) // columns)
    across, down = THUMBNAIL[0] + GAP, THUMBNAIL[1] + CAPTION + GAP
    sheet = Image.new("RGB", (columns * across + GAP, rows * down + GAP), "white")
    pen = ImageDraw.Draw(sheet)
    for number, file in enumerate(pictures):
        x, y = GAP + number % columns * across, GAP + number // columns * down
        pen.text((x, y), file.stem[-42:], fill="black")
        with Image.open(file) as picture:
            scale = THUMBNAIL[0] / picture.width
            part = picture.crop((0, 0, picture.width, min(picture.height, round(THUMBNAIL[1] / scale))))
            sheet.paste(part.resize((THUMBNAIL[0], round(part.height * scale))), (x, y + CAPTION))
    return sheet


if __name__ == "__main__":
    main()
