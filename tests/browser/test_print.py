"""On paper stands what can be read, without what can be pressed, and it fits."""

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_fits

PAPER = 672
"""The width of A4 in pixels of CSS, without the margins."""
PATHS = (
    "/",
    "/themas/smart-mobility/",
    "/artikelen/vng-en-g5-werken-aan-nl-smart-city-strategie/",
    "/agenda/acties/VB-1/",
    "/agenda/tabel/",
    "/agenda/tijdlijn/",
    "/initiatieven/",
    "/evenementen/voorbeeld-webinar-licht-1/",
)


@pytest.mark.parametrize("path", PATHS)
def test_the_page_can_be_printed(open_page, path):
    page = open_page(path, width=PAPER)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("Stedennet")
    for pressed in page.locator("button, .button, .header__menu, .filters, .footer, .crumbs").all():
        expect(pressed).to_be_hidden()
    assert_fits(page)
