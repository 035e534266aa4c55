"""The map with the keyboard: one key skips it, each place says its name when it has the focus, and Enter opens it."""

import pytest


@pytest.mark.parametrize("width", [320, 1280])
def test_one_key_skips_the_map(open_page, width):
    page = open_page("/verbreding/", width=width)
    page.get_by_role("link", name="Sla de kaart over").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.map__svg')")


def test_a_place_with_the_focus_says_its_name_and_opens_its_page(open_page):
    page = open_page("/verbreding/")
    page.locator(".map__area--lead", has_text="Utrecht").focus()
    assert "Utrecht trekt" in page.locator("[data-map-said]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisaties/utrecht/")


def test_every_lead_has_its_name_on_the_map(window):
    page = window("/verbreding/")
    leads = page.locator(".map__area--lead").count()
    assert leads > 5
    assert page.locator(".map__name").count() == leads


def test_another_year_and_province_are_chosen_without_scripts(open_page):
    page = open_page("/verbreding/", java_script_enabled=False)
    page.get_by_label("Jaar", exact=True).select_option("2019")
    page.get_by_label("Per", exact=True).select_option("provincies")
    page.get_by_role("button", name="Toon op de kaart").click()
    assert page.get_by_role("heading", name="Op de kaart, 31 december 2019").is_visible()
    assert page.locator(".map__area").count() == 12
