"""The journey of a reader who wants to hear of things: asking, confirming, getting, changing, stopping."""

import re

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound
from .test_initiatives import newest_link


def ask(open_page, address: str, *, scripts: bool):
    """Follow a filtered list, from its own link, and confirm; gives one's own page."""
    page = open_page("/initiatieven/?thema=healthy-urban-living", java_script_enabled=scripts, width=320)
    page.get_by_role("link", name="Houd mij hiervan op de hoogte, per mail").click()
    expect(page.get_by_role("link", name="Initiatieven, Thema: Healthy Urban Living (G5)")).to_be_visible()
    page.get_by_label("Uw e-mailadres").fill("geen adres")
    page.get_by_role("button", name="Vraag aan").click()
    expect(page.get_by_text("Nog niet alles is goed ingevuld")).to_be_visible()
    page.get_by_label("Uw e-mailadres").fill(address)
    page.get_by_label("Meteen als er iets is").check()
    page.get_by_role("button", name="Vraag aan").click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    page.goto(newest_link(open_page, address, "bevestigen"))
    expect(page.get_by_text("Ja, mail mij meteen wat er nieuw is")).to_be_visible()
    if scripts:
        assert_sound(page)
    page.get_by_role("button", name="Ja, mail mij dit").click()
    expect(page.get_by_text("Bevestigd. U hoort van ons zodra er iets is.")).to_be_visible()
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_a_filtered_list_is_followed_changed_and_stopped(open_page, scripts):
    page = ask(open_page, f"lezer{int(scripts)}@example.org", scripts=scripts)
    if scripts:
        assert_sound(page)
    page.get_by_role("link", name=re.compile("^Wijzig")).click()
    if scripts:
        assert_sound(page)
    page.get_by_label("Elke maand").check()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Uw wijziging is bewaard.")).to_be_visible()
    expect(page.get_by_text("Elke maand")).to_be_visible()
    page.get_by_role("button", name="Stop alles en wis mijn adres").click()
    expect(page.get_by_text("U krijgt niets meer van ons. Uw adres is hier gewist.")).to_be_visible()
    if scripts:
        assert_sound(page)
