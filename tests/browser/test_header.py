"""The header on a phone: one low row, and a menu that the browser itself opens, with and without scripts."""

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound

PHONE = 320
HIGHEST = 64
"""Pixels that the header may take from the first screen of a phone."""


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(open_page, request):
    return lambda path: open_page(path, width=PHONE, java_script_enabled=request.param)


@pytest.mark.parametrize("path", ["/", "/en/", "/themas/smart-mobility/"])
def test_the_header_leaves_the_first_screen_to_the_page(open_page, path):
    header = open_page(path, width=PHONE).get_by_role("banner").bounding_box()
    assert header["y"] == 0
    assert header["height"] <= HIGHEST


def test_the_menu_opens_and_closes_with_the_keyboard(phone):
    page = phone("/")
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu).to_be_hidden()
    for _ in ("skip link", "name", "menu"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert _expanded(page) is True
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert _expanded(page) is False


def test_the_first_tab_goes_to_the_content(phone):
    page = phone("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#inhoud")


def test_the_open_menu_leads_everywhere(phone):
    page = phone("/")
    page.get_by_role("button", name="Menu").click()
    for name in ("Thema’s", "Agenda", "Evenementen", "Inloggen", "English"):
        expect(page.get_by_role("banner").get_by_role("link", name=name, exact=True)).to_be_in_viewport()
    box = page.get_by_role("searchbox", name="Zoek in de hele site")
    box.fill("verlichting")
    box.press("Enter")
    page.wait_for_url("**/zoeken/?q=verlichting")


def test_the_tab_key_goes_through_the_open_menu_as_it_looks(phone):
    page = phone("/")
    page.get_by_role("button", name="Menu").press("Enter")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        box = page.locator(":focus").bounding_box()
        seen.append((round(box["y"]), round(box["x"])))
    assert seen == sorted(seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_menu_is_accessible(open_page, scheme):
    page = open_page("/", width=PHONE, color_scheme=scheme)
    page.get_by_role("button", name="Menu").click()
    assert_sound(page)


def test_on_a_wide_screen_the_menu_is_always_there(open_page):
    page = open_page("/", width=1280)
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("searchbox")).to_be_visible()


def _expanded(page):
    """Whether the button tells a screen reader that the menu is open."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    buttons = [
        node for node in tree if node.get("name", {}).get("value") == "Menu" and node["role"]["value"] == "button"
    ]
    return next(said["value"]["value"] for said in buttons[0]["properties"] if said["name"] == "expanded")
