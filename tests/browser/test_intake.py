"""From the mail to the moderator, as people do it: on a site in this process, with a kind of the tests."""

import re

import pytest
from playwright.sync_api import expect

from stedennet.accounts.flows import create_person, make_moderator
from stedennet.core.access import SYSTEM
from tests.builders.submissions import send, token_in_mail
from tests.fixtures.intake import notes

from .test_accessibility import assert_sound

__all__ = ["notes"]
MODERATOR = ("mo@example.org", "een-heel-lang-wachtwoord")


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL, settings.DEMO, settings.REQUIRE_SECOND_FACTOR = live_server.url, True, False
    send(text="Wij delen onze auto’s.\nOp drie plekken.", subject_title="Smart Mobility")
    return live_server.url


@pytest.fixture
def visit(chromium, site):
    """Opens pages of this site in a window of its own; collects what the browser complains about."""
    contexts, complaints = [], []

    def open_(path, *, width=1280):
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=site)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_for_the_author_are_accessible(visit, width, language):
    page = visit(f"{language}/demo/postvak/", width=width)
    assert_sound(page)
    page.goto(f"{language}/bevestigen/{token_in_mail()}/")
    assert_sound(page)
    page.locator("main button").click()
    expect(page.locator("main button[name=wat]")).to_have_count(1)
    assert_sound(page)
    page.goto(f"{language}/bevestigen/onzin/")
    assert_sound(page)


def test_from_the_mail_to_the_moderator(visit, site):
    make_moderator(create_person(email=MODERATOR[0], name="Mo", password=MODERATOR[1], by=SYSTEM), by=SYSTEM)
    page = visit("/demo/postvak/")
    page.get_by_role("link", name=re.compile("bevestigen")).click()
    page.get_by_role("button", name="Ja, dit is van mij").click()
    expect(page.get_by_text("Een moderator kijkt ernaar")).to_be_visible()

    page.goto("/demo/postvak/")
    page.get_by_role("link", name=re.compile("beheer.inzendingen")).click()
    page.get_by_label("E-mail").fill(MODERATOR[0])
    page.get_by_label("Wachtwoord", exact=True).fill(MODERATOR[1])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/beheer/inzendingen/*/")
    expect(page.get_by_role("link", name="Inzendingen (1)")).to_be_visible()
    page.get_by_role("button", name="Wijs af met deze reden").click()
    expect(page.get_by_role("alert")).to_contain_text("Geef een reden")
    page.goto("/beheer/inzendingen/")
    page.get_by_label("Kies de inzending van Jo Voorbeeld").check()
    page.get_by_label("Reden van een afwijzing").fill("Dit staat er al.")
    page.get_by_role("button", name="Wijs af met deze reden").click()
    expect(page.get_by_text("1 inzending afgewezen.")).to_be_visible()

    page.goto("/demo/postvak/")
    expect(page.get_by_text("Dit staat er al.")).to_be_visible()


def test_enter_in_a_tick_box_places_nothing(visit, site, notes):
    from stedennet.intake.flows import confirm_submission

    confirm_submission(token_in_mail())
    make_moderator(create_person(email=MODERATOR[0], name="Mo", password=MODERATOR[1], by=SYSTEM), by=SYSTEM)
    page = visit("/beheer/inzendingen/")
    page.get_by_label("E-mail").fill(MODERATOR[0])
    page.get_by_label("Wachtwoord", exact=True).fill(MODERATOR[1])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/beheer/inzendingen/")
    page.get_by_label("Kies de inzending van Jo Voorbeeld").check()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Kies de inzending van Jo Voorbeeld")).to_be_checked()
    assert notes.placed == 0
