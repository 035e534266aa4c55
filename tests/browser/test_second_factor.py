"""A passkey as second factor, with Chromium's own virtual authenticator."""

import re

import pytest
from playwright.sync_api import expect

PERSON = ("moderator@stedennet.example", "stedennet-demo-2018")


@pytest.fixture
def with_authenticator():
    """Gives a page a passkey that always says yes."""

    def give(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def test_somebody_adds_a_passkey_and_signs_in_with_it(open_page, with_authenticator):
    page = open_page("/account/inloggen/")
    with_authenticator(page)
    page.get_by_label("E-mail").fill(PERSON[0])
    page.get_by_label("Wachtwoord", exact=True).fill(PERSON[1])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/account/")
    page.goto("/account/tweede-factor/sleutels/toevoegen/")
    page.get_by_label("Wachtwoord", exact=True).fill(PERSON[1])
    page.get_by_role("button", name="Bevestig").click()
    page.get_by_label(re.compile("Naam")).fill("Laptop")
    page.get_by_label(re.compile("passkey")).check()
    page.get_by_role("button", name=re.compile("Toevoegen")).click()
    expect(page.get_by_text(re.compile("herstelcodes", re.I)).first).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_text("Staat aan")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/account/inloggen/")
    page.get_by_role("button", name=re.compile("passkey", re.I)).click()
    page.wait_for_url("**/account/")
