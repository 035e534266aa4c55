"""The journey of an edition: drafted, laid before the parties, decided by each, sealed, and compared with the next."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound
from .test_initiatives import newest_link


@pytest.fixture
def office(as_editor):
    return as_editor("/beheer/edition/")


def take(page, step):
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_text(f"Gedaan: {step}")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_around_the_agenda_are_accessible(sign_in, width):
    page = sign_in("eindhoven@stedennet.example", "/account/", width=width)
    assert_sound(page)
    page.get_by_role("link", name="Eindhoven trekt het thema Smart Mobility").click()
    page.wait_for_url("**/account/acties/SM-1/")
    assert_sound(page)
    page.get_by_role("button", name="Zet erbij").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_sound(page)
    page.goto("/account/")
    page.get_by_role("link", name="Editie 2").click()
    page.wait_for_url("**/account/agenda/2/")
    assert_sound(page)
    page.get_by_role("link", name="Den Haag trekt het thema Safety & Security").click()
    page.get_by_label("Uw woorden").fill(f"Den Haag trekt dit thema, op {width} breed.")
    page.get_by_role("button", name="Stel voor").click()
    expect(page.locator("ins").first).to_be_visible()
    assert_sound(page)
    page.goto("/account/agenda/2/SM-1/")
    page.get_by_label("Uw woorden").fill(f"Eindhoven trekt dit thema, op {width} breed.")
    page.get_by_role("button", name="Stel voor").click()
    page.get_by_role("link", name="Beslis over dit voorstel").first.click()
    page.wait_for_url("**/agenda/voorstel/**")
    assert_sound(page)
    page.get_by_role("button", name="Neem over", exact=True).click()
    expect(page.get_by_text("overgenomen").first).to_be_visible()


def test_an_edition_from_draft_to_a_seal_that_anybody_can_check(office, open_page, sign_in):
    office.get_by_role("row", name=re.compile("consultatie")).get_by_role("link", name="Stappen en akkoord").click()
    take(office, "Leg voor aan de partijen")
    fields = office.get_by_label(re.compile("^E-mailadres van wie voor"))
    assert fields.count() == 6
    for number in range(6):
        fields.nth(number).fill(f"partij-{number}@example.org")
        office.get_by_role("button", name="Mail een geheime link").first.click()
        expect(office.get_by_text(f"De link is gemaild naar partij-{number}@example.org.")).to_be_visible()
    secrets = [newest_link(open_page, f"partij-{number}@example.org", "akkoord") for number in range(6)]

    for number, address in enumerate(secrets):
        party = open_page(address, java_script_enabled=number % 2 == 0)
        if number == 0:
            party.get_by_label("akkoord met voorbehoud").check()
            party.get_by_role("button", name="Leg het besluit vast").click()
            expect(party.get_by_role("alert")).to_be_visible()
            assert_sound(party)
            party.get_by_label(re.compile("Voorbehoud of reden")).fill("Mits het Rijk meebetaalt.")
        else:
            party.get_by_label("akkoord", exact=True).check()
        party.get_by_label("Wie tekent").fill("De wethouder")
        party.get_by_role("button", name="Leg het besluit vast").click()
        expect(party.get_by_text("Uw besluit staat vast")).to_be_visible()

    reader = open_page("/agenda/edities/2/", java_script_enabled=False)
    expect(reader.get_by_text("6 van 6 zijn akkoord")).to_be_visible()
    expect(reader.get_by_text("Mits het Rijk meebetaalt.")).to_be_visible()
    office.reload()
    take(office, "Stel vast")

    reader.reload()
    seal = reader.locator("code").filter(has_text=re.compile("^[0-9a-f]{64}$")).inner_text()
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Download (JSON)").click()
    content = download.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() == seal

    reader.goto("/agenda/edities/1/")
    expect(reader.get_by_text("vervangen")).to_be_visible()
    reader.get_by_role("link", name="Verschillen met editie 2").click()
    expect(reader.get_by_role("heading", name="Nieuwe acties")).to_be_visible()
    expect(reader.locator("ins").first).to_be_visible()

    office.get_by_role("button", name="Open de volgende editie als ontwerp").click()
    expect(office.get_by_text("ontwerp", exact=True)).to_be_visible()

    city = sign_in("eindhoven@stedennet.example", "/account/acties/SM-1/")
    city.get_by_label("Wat gebeurde er").fill("Wij begonnen vandaag.")
    city.get_by_role("button", name="Zet erbij").click()
    expect(city.get_by_text("Uw bericht staat bij de actie.")).to_be_visible()
    reader.goto("/agenda/acties/SM-1/")
    expect(reader.get_by_text("Wij begonnen vandaag.").first).to_be_visible()


def test_a_round_in_which_a_city_says_of_all_its_actions_how_they_are(as_editor, sign_in, open_page):
    office = as_editor("/beheer/agenda/rondes/")
    office.get_by_role("button", name="Begin nu een bijwerkronde").click()
    expect(office.get_by_role("heading", name="Bijwerkrondes")).to_be_visible()
    city = sign_in("eindhoven@stedennet.example", "/account/", width=320)
    address = city.get_by_role("link", name="Werk de acties bij").get_attribute("href")

    without_account = open_page("/" + address.split("/", 3)[3], java_script_enabled=False)
    without_account.locator("summary").first.click()
    without_account.get_by_label("Deze actie stopt").first.check()
    without_account.get_by_role("button", name="Opslaan").click()
    expect(without_account.get_by_text("Zeg waarom de actie stopt")).to_be_visible()
    without_account.get_by_label(re.compile("Wat gebeurde er")).first.fill("Twee steden doen nu mee.")
    without_account.get_by_label("Dit klopt nog").first.check()
    without_account.get_by_role("button", name="Opslaan").click()
    expect(without_account.get_by_text(re.compile("Dank u"))).to_be_visible()

    city.goto(address)
    assert_sound(city)
    city.goto("/agenda/acties/SM-1/")
    expect(city.get_by_text("Twee steden doen nu mee.").first).to_be_visible()


@pytest.mark.parametrize(("path", "of"), [("/agenda/bord/", ".board"), ("/agenda/tijdlijn/", "svg.timeline")])
def test_board_and_timeline_are_walked_with_the_keyboard(open_page, path, of):
    page = open_page(path)
    there = f"document.activeElement.closest({of!r}) && document.activeElement.tagName.toLowerCase() === 'a'"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            break
    assert page.evaluate(there)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/acties/**")
