"""Every type of page, at the width of a phone and of a desk: axe finds no fault, and nothing is too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .pages import PAGES

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDTHS = (320, 1280)
WIDTH_FOR_AXE = {"": 320, "/en": 1280}
SQUEEZED = """() => [...document.querySelectorAll("label, legend, button, dt, dd, th")]
    .filter(box => box.innerText?.trim().length > 12 && box.offsetWidth < 40 && box.offsetHeight > 60)
    .map(box => box.outerHTML.slice(0, 150))"""
"""Words that stand below each other in a column of a few letters, as in a grid whose areas have no name."""
PAGES_OF_ACCOUNT = ("/account/", "/account/e-mail/", "/account/wachtwoord/wijzigen/", "/account/verwijderen/")


def faults(page):
    """What axe says is wrong, as lines that name the rule and the place."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]


def assert_sound(page):
    page.wait_for_load_state()
    assert faults(page) == []
    assert_fits(page)


def assert_fits(page):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, "the page scrolls sideways"
    assert page.evaluate(SQUEEZED) == []


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_accessible(window, path, language):
    """Axe looks at each type of page once at each width, each time in another language; whether it fits, always."""
    page = window(language + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if width == WIDTH_FOR_AXE[language]:
            assert_sound(page)
        else:
            assert_fits(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_with_mistakes_is_accessible(open_page, width):
    page = open_page("/themas/smart-mobility/meedoen/", width=width)
    page.get_by_role("button", name="Verstuur naar de trekker").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_sound(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_account_pages_are_accessible(as_editor, width):
    page = as_editor("/account/", width=width)
    for path in PAGES_OF_ACCOUNT:
        page.goto(path)
        assert_sound(page)
