"""Whole journeys: reacting and answering, a full event and its waiting list, writing an article."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from stedennet.site.public_forms.limits import MOST_WITHOUT_PROOF

from .test_accessibility import assert_sound

ARTICLE = "/artikelen/light-challenge-glowing-nature/"
EVENT = "/evenementen/voorbeeld-webinar-licht-1/"


@pytest.fixture
def as_moderator(sign_in):
    return lambda path: sign_in("moderator@stedennet.example", path)


def newest_link(page, path):
    """Open the mailbox of the demo and follow the newest link that has `path` in it."""
    page.goto("/demo/postvak/")
    page.get_by_role("link", name=re.compile(path)).first.click()


def confirm(page):
    newest_link(page, "bevestigen")
    page.get_by_role("button", name="Ja, dit is van mij").click()


def say(page, name, text):
    """Fill in the form that is open, and open the link in the mail."""
    page.get_by_label("Uw naam").fill(name)
    page.get_by_label("Uw e-mailadres").fill(f"{name.lower()}@example.org")
    page.get_by_label("Uw reactie").fill(text)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
    confirm(page)


def test_somebody_reacts_a_moderator_places_it_and_another_answers(open_page, as_moderator):
    page = open_page(ARTICLE, java_script_enabled=False)
    page.get_by_role("link", name="Reactie toevoegen").click()
    assert page.url.endswith("/toevoegen/")
    say(page, "Ada", "Mooi, zulke lampen.")
    expect(page.get_by_text("Een moderator kijkt ernaar")).to_be_visible()
    page.goto(ARTICLE)
    expect(page.get_by_text("Mooi, zulke lampen.")).to_have_count(0)

    desk = as_moderator("/beheer/inzendingen/")
    desk.get_by_role("row", name=re.compile("Ada")).get_by_role("link").click()
    desk.get_by_role("button", name="Plaats", exact=True).click()
    page.goto(ARTICLE)
    expect(page.get_by_text("Mooi, zulke lampen.")).to_be_visible()

    page.get_by_role("link", name="Antwoorden op Ada").click()
    say(page, "Ben", "Dat vind ik ook.")
    newest_link(desk, "beheer.inzendingen")
    desk.get_by_role("button", name="Plaats", exact=True).click()
    page.goto(ARTICLE)
    expect(page.locator(".replies")).to_contain_text("Dat vind ik ook.")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_forms_below_an_article_are_accessible(open_page, width):
    page = open_page("/artikelen/sensor-city-assen/", width=width)
    for link in ("Reactie toevoegen", "Antwoorden op Voorbeeld: Sem", "Melden van de reactie van Voorbeeld: Sem"):
        page.goto("/artikelen/sensor-city-assen/")
        page.get_by_role("link", name=link).click()
        expect(page.get_by_role("button", name="Verstuur")).to_be_visible()
        assert_sound(page)
        page.get_by_role("button", name="Verstuur").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert_sound(page)


def test_a_full_event_and_being_moved_up_from_the_waiting_list(open_page):
    page = open_page(EVENT)
    for name in ("Een", "Twee", "Drie", "Vier"):
        page.goto(EVENT)
        page.get_by_role("link", name="Meld u aan").click()
        page.get_by_label("Uw naam").fill(name)
        page.get_by_label("Uw e-mailadres").fill(f"{name.lower()}@example.org")
        page.get_by_role("button", name="Meld mij aan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
        confirm(page)
    page.goto(EVENT)
    expect(page.get_by_text("U komt op de wachtlijst.")).to_be_visible()

    page.goto("/demo/postvak/")
    mail = page.get_by_role("article").filter(has_text="drie@example.org").filter(has_text="U hebt een plaats")
    mail.get_by_role("link", name=re.compile("aanmelding")).click()
    page.get_by_role("button", name="Meld mij af").click()
    expect(page.get_by_text("afgemeld")).to_be_visible()

    page.goto("/demo/postvak/")
    mail = page.get_by_role("article").filter(has_text="vier@example.org").filter(has_text="Er is een plaats")
    mail.get_by_role("link", name=re.compile("aanmelding")).click()
    expect(page.get_by_role("button", name="Ja, ik kom")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Ja, ik kom").click()
    expect(page.get_by_text("heeft een plaats")).to_be_visible()


def test_an_article_is_written_reviewed_planned_and_published_in_time(as_editor, sign_in, open_page, demo):
    page = as_editor("/beheer/artikelen/")
    page.get_by_role("link", name=re.compile("toevoegen", re.I)).first.click()
    page.wait_for_url("**/articlepage/**")
    page.get_by_role("textbox", name=re.compile("^Titel")).press_sequentially("Een nieuw artikel")
    page.get_by_role("textbox", name=re.compile("^Inleiding")).fill("Geschreven in Eindhoven, om te proberen.")
    expect(page.locator("#id_slug")).to_have_value("een-nieuw-artikel")
    page.get_by_role("button", name="Bewaar concept").click()
    page.wait_for_url("**/edit/")
    expect(page.locator("#id_organisations-0-organisation option:checked")).to_have_text("Eindhoven")
    expect(page.locator("#id_organisations-0-state option:checked")).to_have_text("nog te kiezen")
    page.locator("#id_organisations-0-state").select_option("klopt")
    page.locator("[data-side-panel=status], [data-side-panel-toggle=status]").first.click()
    page.get_by_role("button", name="Stel schema in").click()
    page.get_by_label("Publiceer op").fill("2035-01-04 09:00")
    page.get_by_role("button", name="Schema opslaan").press("Enter")  # the calendar may hang over it
    expect(page.get_by_text("Eenmaal ingepland")).to_be_visible()
    page.get_by_role("button", name="Meer acties").last.click()
    page.get_by_role("button", name="Stuur door naar een collega").click()
    expect(page.get_by_text("ter goedkeuring ingediend")).to_be_visible()

    colleague = sign_in("beheer@stedennet.example", "/beheer/")
    colleague.get_by_role("link", name="Een nieuw artikel").first.click()
    colleague.get_by_role("button", name="Meer acties").last.click()
    colleague.get_by_role("button", name="Goedkeuren en publiceren", exact=True).click()
    expect(colleague.get_by_text("Een nieuw artikel").first).to_be_visible()
    colleague.wait_for_load_state()
    public = open_page("/artikelen/een-nieuw-artikel/")
    expect(public.get_by_role("heading", level=1)).not_to_have_text("Een nieuw artikel")

    demo.let_the_year_come(2035)
    public.reload()
    expect(public.get_by_role("heading", level=1)).to_have_text("Een nieuw artikel")
    expect(public.get_by_text("1 min").first).to_be_visible()
    expect(public.get_by_text("staat in dit artikel")).to_be_visible()


def test_a_browser_does_the_sum_and_so_may_send_more_often(open_page):
    page = open_page("/")
    for number in range(MOST_WITHOUT_PROOF + 1):
        page.goto(ARTICLE)
        page.get_by_role("link", name="Reactie toevoegen").click()
        page.get_by_label("Uw naam").fill("Cor")
        page.get_by_label("Uw e-mailadres").fill("cor@example.org")
        page.get_by_label("Uw reactie").fill(f"Bericht {number}")
        with page.expect_request(lambda asked: asked.method == "POST") as sent:
            page.get_by_role("button", name="Verstuur").click()
        assert len(parse_qs(sent.value.post_data)["proof"][0]) > 100
        expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
