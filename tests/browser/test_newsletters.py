"""The journey of a newsletter: composed, tried, planned, sent, and public."""

import re

from playwright.sync_api import expect

from .test_accessibility import assert_sound

SUBJECT = "Nieuws van de redactie in de browser"


def test_an_editor_composes_tries_and_sends_a_newsletter(open_page, as_editor):
    desk = as_editor("/beheer/nieuwsbrieven/", java_script_enabled=False)
    desk.get_by_label("Onderwerp").fill(SUBJECT)
    desk.get_by_role("button", name="Begin een concept").click()
    desk.get_by_label("Inleiding", exact=False).first.fill("Dag allemaal.\n\nDit is er gebeurd.")
    desk.get_by_role("button", name="Sla alles op").click()

    desk.get_by_role("button", name="Stuur mij een proef", exact=True).click()
    expect(desk.get_by_text("Een proef is onderweg naar redactie@stedennet.example")).to_be_visible()
    desk.get_by_role("link", name=re.compile("Wie krijgt dit")).click()
    expect(desk.get_by_role("row", name=re.compile("lezer@stedennet.example"))).to_be_visible()
    desk.get_by_role("link", name="Terug naar de nieuwsbrief").click()
    desk.get_by_role("button", name=re.compile("Verstuur naar")).click()
    desk.get_by_role("button", name=re.compile("Ja, verstuur naar")).click()
    expect(desk.get_by_text("Ingepland.")).to_be_visible()

    reader = open_page("/nieuwsbrieven/", java_script_enabled=False)
    for _ in range(60):
        if reader.get_by_role("link", name=SUBJECT).count():
            break
        reader.wait_for_timeout(500)
        reader.reload()
    reader.get_by_role("link", name=SUBJECT).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(SUBJECT)
    expect(reader.get_by_text("Dit is er gebeurd.")).to_be_visible()


def test_the_mail_itself_is_sound(as_editor):
    desk = as_editor("/beheer/nieuwsbrieven/")
    desk.get_by_role("link", name="Voorbeeld: nieuws uit het netwerk").click()
    address = desk.url.rstrip("/") + "/brief/"
    for dark in ("", "?donker=1"):
        desk.goto(address + dark)
        assert_sound(desk)
