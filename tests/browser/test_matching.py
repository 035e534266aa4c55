"""Who fits a call, as its owner reads it: with reasons, one of them switched off; without JavaScript, on a phone."""

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound

CALL = "/oproepen/voorbeeld-wie-maakt-de-sensoren-van-onze-straat-stiller/"


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)])
def test_a_reason_is_switched_off_and_on_again(open_page, scripts, width):
    page = open_page(f"{CALL}wie-past/", java_script_enabled=scripts, width=width)
    expect(page.get_by_role("heading", name="Wie past hierbij?")).to_be_visible()
    reasons = page.locator(".reasons li")
    expect(reasons.first).to_be_visible()
    telling = page.locator(".reasons").get_by_text("deed mee aan")
    expect(telling.first).to_be_visible()
    page.get_by_label("wat zij deden").check()
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_label("wat zij deden")).to_be_checked()
    expect(telling).to_have_count(0)
    if scripts:
        assert_sound(page)
    page.get_by_role("link", name="Tel alles mee").click()
    expect(telling.first).to_be_visible()


def test_the_reason_leads_to_what_shows_it(open_page):
    page = open_page(f"{CALL}wie-past/", java_script_enabled=False)
    link = page.locator(".reasons a").first
    title = link.inner_text().split("“")[1].split("”")[0]
    link.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_a_city_sees_what_cities_like_it_do(open_page):
    page = open_page("/organisaties/eindhoven/", java_script_enabled=False, width=320)
    page.locator("a[href$='/vergelijkbaar/']").first.click()
    expect(page.get_by_role("heading", name="Steden zoals Eindhoven")).to_be_visible()
    expect(page.get_by_role("heading", name="Wat zij doen en Eindhoven niet")).to_be_visible()
    expect(page.locator(".reasons li").first).to_be_visible()
