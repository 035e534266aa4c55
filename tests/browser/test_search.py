"""The journey of somebody who searches: a typing error, a facet, a result; also without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_typing_error_still_leads_to_what_was_meant(open_page, scripts, width):
    page = open_page("/themas/", java_script_enabled=scripts, width=width)
    if width == 320:
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("searchbox", name="Zoek in de hele site").fill("verlichitng")
    page.get_by_role("search").get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="verlichting", exact=True).click()
    expect(page).to_have_url(re.compile(r"/zoeken/\?q=verlichting$"))
    expect(page.locator("mark").first).to_be_visible()
    before = page.locator(".rows .row").count()
    if page.get_by_text("Verfijn", exact=True).is_visible():
        page.get_by_text("Verfijn", exact=True).click()
    page.get_by_label("Soort").select_option("initiative")
    page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile("soort=initiative"))
    assert 0 < page.locator(".rows .row").count() <= before
    assert {one.inner_text() for one in page.locator(".row .badge").all()} == {"initiatief"}
    title = page.locator(".row__title a").first
    said = title.inner_text()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said)


def test_names_come_while_somebody_types_and_go_when_they_leave(open_page):
    page = open_page("/")
    box = page.get_by_role("searchbox", name="Zoek in de hele site")
    box.press_sequentially("eindh")
    names = page.get_by_role("region", name="Namen die hierop lijken")
    first = names.get_by_role("link").first
    expect(first).to_contain_text("Eindhoven")
    assert_sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.get_by_role("link", name="Inloggen").focus()
    expect(first).not_to_be_visible()
    box.click()
    first.click()
    expect(page).to_have_url(re.compile("/organisaties/eindhoven/"))


def test_the_newest_first_and_a_phrase_stay_in_the_address_without_javascript(open_page):
    page = open_page("/zoeken/", java_script_enabled=False)
    page.get_by_label("Wat zoekt u?").fill('"smart city"')
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("link", name="Nieuwste eerst").click()
    expect(page.get_by_role("link", name="Nieuwste eerst")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("Wat zoekt u?")).to_have_value('"smart city"')
