"""Takes pictures of the running demo: `python tests/browser/screenshots.py http://localhost:8000 FOLDER [page …]`."""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.browser import launch
from tests.browser.pages import PAGES

WIDTHS = (320, 768, 1280)


def main(site: str, folder: Path, pages: list[str]) -> None:
    """One picture of each page at each width."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 800})
            for path in pages or PAGES:
                page.goto(site + path)
                name = re.sub(r"\W+", "-", path).strip("-") or "home"
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
