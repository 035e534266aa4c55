"""The journey of an edition: drafted, laid before the parties, decided by each, sealed, and compared with the next."""

import datetime as dt
import re
import subprocess

import pypdf
import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound
from .test_initiatives import newest_link


@pytest.fixture
def office(as_editor):
    return as_editor("/beheer/edition/")


DONE = {
    "Open de consultatie": "Consultatie geopend",
    "Leg voor aan de partijen": "Voorgelegd aan de partijen",
    "Stel vast": "Vastgesteld",
    "Trek in": "Ingetrokken",
}


def take(page, step):
    page.get_by_role("button", name=step, exact=True).click()
    page.get_by_role("button", name=f"Ja: {step}").click()
    expect(page.get_by_text(f"{DONE[step]}.")).to_be_visible()


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


def open_consultation(office):
    office.get_by_role("button", name="Open de consultatie").click()
    expect(office.get_by_role("alert").filter(has_text="Zeg tot en met welke dag")).to_be_visible()
    office.get_by_label("Reageren kan tot en met").fill(dt.date.today().isoformat())
    take(office, "Open de consultatie")


def draft_of(sign_in, city, number, code=""):
    """A window in which somebody of this city drafts an edition along."""
    return sign_in(f"{city}@stedennet.example", f"/account/agenda/{number}/{code and code + '/'}")


def decide_by_link(page, address):
    page.goto(address)
    page.get_by_label("akkoord", exact=True).check()
    page.get_by_label("Wie tekent").fill("De wethouder")
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.get_by_role("alert")).to_contain_text("Nog niet alles is goed ingevuld")
    page.get_by_label("Wie nam het besluit").fill("Het college")
    page.get_by_label("Op welke dag").fill("2026-01-15")
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.get_by_text("Uw besluit staat vast: akkoord")).to_be_visible()


def downloaded(page, link, folder):
    """The file behind a link, under the name that the site gives it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def checked(command, folder):
    """What a reader's shell answers to the documented command."""
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S607


def test_two_parties_draw_up_an_edition_that_six_decide_on_and_anybody_can_check(office, open_page, sign_in, tmp_path):
    # The office puts the consultation of the demo aside, that of edition 2, and opens a draft.
    office.goto(office.url.partition("/beheer/")[0] + "/beheer/agenda/2/stappen/")
    office.get_by_label("Reden").fill("Wij beginnen opnieuw.")
    take(office, "Trek in")
    office.get_by_role("button", name="Open de volgende editie als ontwerp").click()
    office.get_by_role("button", name="Ja: Open de volgende editie").click()
    expect(office.get_by_text("ontwerp", exact=True)).to_be_visible()
    steps = office.url

    # One party proposes an action; the office takes it up under a code.
    eindhoven = draft_of(sign_in, "eindhoven", 3)
    eindhoven.get_by_label("Titel van de actie").fill("Deelauto’s bij elk station")
    eindhoven.get_by_label("Wat u wilt doen, in één zin").fill("Bij elk station staan deelauto’s.")
    eindhoven.get_by_role("button", name="Stel voor").click()
    expect(eindhoven.get_by_text("Uw voorstel staat erbij.")).to_be_visible()
    office.get_by_role("link", name=re.compile("Samen schrijven")).click()
    office.get_by_role("link", name=re.compile("Beslis over dit voorstel")).click()
    office.get_by_label("Code van de nieuwe actie").fill("SM-30")
    office.get_by_role("button", name="Neem over", exact=True).click()
    expect(office.get_by_role("link", name="Deelauto’s bij elk station")).to_be_visible()

    # The other party proposes other words and asks something; the owner takes them over in part.
    the_hague = draft_of(sign_in, "denhaag", 3, "SM-30")
    the_hague.get_by_label("Welke tekst").select_option("in één zin")
    the_hague.get_by_label("Uw woorden").fill("Bij elk groot station staan elektrische deelauto’s.")
    the_hague.get_by_label("Waarom", exact=False).fill("Bij kleine stations is geen plek.")
    the_hague.get_by_role("button", name="Stel voor").click()
    expect(the_hague.locator("ins").first).to_contain_text("groot")
    the_hague.get_by_role("link", name=re.compile(r"Zeg hier iets over\s*: Bij elk station")).click()
    the_hague.get_by_label("Uw opmerking").fill("Wie betaalt de laadpalen?")
    the_hague.get_by_role("button", name="Zet erbij").click()
    expect(the_hague.get_by_text("Wie betaalt de laadpalen?")).to_be_visible()
    expect(the_hague.get_by_role("link", name=re.compile("Beslis over dit voorstel"))).to_have_count(0)
    eindhoven.goto("/account/agenda/3/SM-30/")
    expect(eindhoven.get_by_text("Wie betaalt de laadpalen?")).to_be_visible()
    eindhoven.get_by_role("link", name=re.compile("Beslis over dit voorstel")).click()
    eindhoven.get_by_label("Zo wordt de tekst").fill("Bij elk groot station staan deelauto’s.")
    eindhoven.get_by_role("button", name="Neem over", exact=True).click()
    expect(eindhoven.get_by_text("Naar een voorstel van Den Haag.")).to_be_visible()
    assert_sound(eindhoven)

    # The consultation: a reader says something, is placed, and gets an answer in public.
    office.goto(steps)
    open_consultation(office)
    reader = open_page("/agenda/edities/3/", java_script_enabled=False)
    reader.get_by_role("link", name="Reageer op deze editie").click()
    reader.get_by_label("Uw naam").fill("Kim Lezer")
    reader.get_by_label("Uw e-mailadres").fill("kim@example.org")
    reader.get_by_label("Waarover").select_option(label="SM-30 Deelauto’s bij elk station")
    reader.get_by_label("Uw opmerking").fill("Denk ook aan wie in een rolstoel zit.")
    reader.get_by_role("button", name="Verstuur").click()
    expect(reader.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    reader.goto(newest_link(open_page, "kim@example.org", "bevestigen"))
    reader.get_by_role("button", name="Ja, dit is van mij").click()
    moderator = sign_in("moderator@stedennet.example", "/beheer/inzendingen/")
    moderator.get_by_label("Kies de inzending van Kim Lezer").check()
    moderator.get_by_role("button", name="Plaats", exact=True).click()
    expect(moderator.get_by_text("1 inzending geplaatst.")).to_be_visible()
    office.goto(steps)
    office.get_by_role("button", name="Leg voor aan de partijen").click()
    expect(office.get_by_role("alert")).to_contain_text("Er wacht nog 1 opmerking op een antwoord.")
    office.goto("/beheer/remark/")
    office.get_by_role("link", name="Kim Lezer").first.click()
    office.get_by_role("textbox", name="Antwoord").fill("Een op de vijf auto’s krijgt een lift.")
    office.get_by_role("button", name="Opslaan").click()
    reader.goto("/agenda/edities/3/opmerkingen/")
    expect(reader.get_by_text("Een op de vijf auto’s krijgt een lift.")).to_be_visible()

    # Six parties decide: one with its account and a reservation, five with a secret link.
    office.goto(steps)
    take(office, "Leg voor aan de partijen")
    the_hague.goto("/account/")
    the_hague.get_by_role("listitem").filter(has_text="Den Haag: nog niet besloten").get_by_role("link").click()
    the_hague.wait_for_url("**/besluit/**")
    the_hague.get_by_label("akkoord met voorbehoud").check()
    the_hague.get_by_label("Wie tekent").fill("De wethouder van Den Haag")
    the_hague.get_by_label("Wie nam het besluit").fill("Het college")
    the_hague.get_by_label("Op welke dag").fill("2026-01-14")
    the_hague.get_by_role("button", name="Leg het besluit vast").click()
    expect(the_hague.get_by_role("alert")).to_be_visible()
    assert_sound(the_hague)
    the_hague.get_by_label(re.compile("Voorbehoud of reden")).fill("Mits het Rijk meebetaalt.")
    the_hague.get_by_role("button", name="Leg het besluit vast").click()
    expect(the_hague.get_by_text("Uw besluit staat vast: akkoord met voorbehoud")).to_be_visible()
    # One administrator asks for the links, and only when another confirms they are mailed.
    first, second = (sign_in(f"{name}@stedennet.example", steps) for name in ("beheer", "beheer-2"))
    fields = first.get_by_label(re.compile(r"^\s*E-mailadres van wie voor"))
    assert fields.count() == 5
    for number in range(5):
        fields.nth(number).fill(f"partij-{number}@example.org")
        first.get_by_role("button", name="Vraag om een geheime link").nth(number).click()
        expect(first.get_by_text(f"De link gaat naar partij-{number}@example.org zodra")).to_be_visible()
    second.goto(steps)
    for number in range(5):
        second.get_by_role("button", name="Bevestig de link van").first.click()
        expect(second.get_by_text(f"De link is gemaild naar partij-{number}@example.org.")).to_be_visible()
    for number in range(5):
        address = newest_link(open_page, f"partij-{number}@example.org", "akkoord")
        decide_by_link(open_page("/", java_script_enabled=number % 2 == 0), address)
    reader.goto("/agenda/edities/3/")
    expect(reader.get_by_text("6 van 6 zijn akkoord")).to_be_visible()
    expect(reader.get_by_text("Mits het Rijk meebetaalt.")).to_be_visible()
    office.reload()
    take(office, "Stel vast")

    # Anybody checks the seal with the command that the page gives, and reads the PDF.
    reader.reload()
    command = reader.locator("code").filter(has_text="sha256sum --check").inner_text()
    content = downloaded(reader, "Download (JSON)", tmp_path)
    assert content.name == "editie-3.json"
    assert checked(command, tmp_path).stdout.strip() == "editie-3.json: OK"
    content.write_bytes(content.read_bytes().replace("Deelauto’s".encode(), "Leenauto’s".encode()))
    assert checked(command, tmp_path).returncode != 0
    for _ in range(60):
        if reader.get_by_role("link", name="Download (PDF)").count():
            break
        reader.wait_for_timeout(1000)
        reader.reload()
    pages = pypdf.PdfReader(downloaded(reader, "Download (PDF)", tmp_path)).pages
    words = " ".join(" ".join(one.extract_text() for one in pages).split())
    for told in ("SM-30 Deelauto’s bij elk station", "Mits het Rijk meebetaalt.", "Wat er veranderde sinds editie 1"):
        assert told in words, told
    the_hague.goto("/account/agenda/3/SM-30/")
    expect(the_hague.get_by_text("Deze editie ligt vast.")).to_be_visible()
    expect(the_hague.get_by_text("Wie betaalt de laadpalen?")).to_be_visible()
    assert_sound(the_hague)

    # The next edition, and what is different in it.
    office.get_by_role("button", name="Open de volgende editie als ontwerp").click()
    office.get_by_role("button", name="Ja: Open de volgende editie").click()
    expect(office.get_by_text("ontwerp", exact=True)).to_be_visible()
    steps = office.url
    the_hague.goto("/account/agenda/4/SM-30/")
    the_hague.get_by_label("Welke tekst").select_option("titel")
    the_hague.get_by_label("Uw woorden").fill("Deelauto’s bij elk groot station")
    the_hague.get_by_role("button", name="Stel voor").click()
    eindhoven.goto("/account/agenda/4/SM-30/")
    eindhoven.get_by_role("link", name=re.compile("Beslis over dit voorstel")).click()
    eindhoven.get_by_role("button", name="Neem over", exact=True).click()
    expect(eindhoven.get_by_text("overgenomen")).to_be_visible()
    office.goto(steps)
    open_consultation(office)
    reader.goto("/agenda/edities/1/")
    expect(reader.get_by_text("vervangen")).to_be_visible()
    reader.get_by_role("link", name="Verschillen met editie 3").click()
    expect(reader.get_by_role("heading", name="Nieuwe acties")).to_be_visible()
    expect(reader.get_by_role("link", name="Deelauto’s bij elk station")).to_be_visible()
    reader.goto("/agenda/edities/3/verschillen/4/")
    expect(reader.locator("ins")).to_have_text(["groot "])
    # Nobody had taken part in the draft that was put aside, so it keeps no page.
    assert reader.goto("/agenda/edities/2/").status == 404


def test_what_a_city_tells_of_its_action_is_read_at_once(sign_in, open_page):
    city = sign_in("eindhoven@stedennet.example", "/account/acties/SM-1/")
    city.get_by_label("Wat gebeurde er").fill("Wij begonnen vandaag.")
    city.get_by_role("button", name="Zet erbij").click()
    expect(city.get_by_text("Uw bericht staat bij de actie.")).to_be_visible()
    reader = open_page("/agenda/acties/SM-1/", java_script_enabled=False)
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
