"""What people come to do, done as they do it."""

import re

from playwright.sync_api import expect


def fill_in_the_wish(page):
    page.get_by_label("Uw naam").fill("Test Persoon")
    page.get_by_label("Uw e-mailadres").fill("persoon@example.org")
    page.get_by_label("Uw organisatie").fill("Gemeente Voorbeeld")
    page.get_by_label("Uw bericht").fill("Wij willen meedoen.")


def test_a_reader_finds_who_leads_a_theme_in_two_steps(open_page):
    page = open_page("/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Thema’s").click()
    page.get_by_role("link", name="Circularity").first.click()
    expect(page.get_by_role("region", name="Trekker")).to_contain_text("Amsterdam")


def test_somebody_joins_a_theme_without_an_account_and_without_javascript(open_page):
    page = open_page("/themas/smart-citizen/", java_script_enabled=False)
    page.get_by_role("link", name="Meld u bij de trekker").click()
    fill_in_the_wish(page)
    page.get_by_role("button", name="Verstuur naar de trekker").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw bericht is verstuurd")


def test_what_was_typed_stays_when_something_is_wrong(open_page):
    page = open_page("/themas/smart-citizen/meedoen/")
    fill_in_the_wish(page)
    page.get_by_label("Uw e-mailadres").fill("geen adres")
    page.get_by_role("button", name="Verstuur naar de trekker").click()
    expect(page.get_by_label("Uw bericht")).to_have_value("Wij willen meedoen.")
    expect(page.get_by_label("Uw e-mailadres")).to_have_value("geen adres")


def test_filters_combine_and_stay_in_the_address_without_javascript(open_page):
    page = open_page("/organisaties/", java_script_enabled=False)
    page.get_by_label("Soort").select_option("municipality")
    page.get_by_label("Provincie").select_option("provincie-utrecht")
    page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile("soort=municipality.*provincie=provincie-utrecht"))
    expect(page.get_by_role("status")).to_have_text("26 organisaties")
    page.get_by_role("link", name=re.compile("gemeente.*weghalen")).click()
    expect(page.get_by_label("Provincie")).to_have_value("provincie-utrecht")
    expect(page.get_by_label("Soort")).to_have_value("")


def test_the_whole_site_works_with_the_keyboard(open_page):
    page = open_page("/")

    def tab_to(name):
        for _ in range(120):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"
            )
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on “{focused}” cannot be seen"
            if focused.strip().startswith(name):
                return
        raise AssertionError(f"“{name}” cannot be reached with Tab")

    tab_to("Naar de inhoud")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    tab_to("Sla de kaart over")
    page.keyboard.press("Enter")
    tab_to("Smart Mobility (G5)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/themas/smart-mobility/")
    tab_to("Meld u bij de trekker")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meedoen/")
    for label, text in (
        ("Uw naam", "Toetsenbord"),
        ("Uw e-mailadres", "toets@example.org"),
        ("Uw organisatie", "Voorbeeld"),
        ("Meedoen aan", None),
        ("Uw bericht", "Alleen met toetsen."),
    ):
        tab_to(label)
        if text:
            page.keyboard.type(text)
    tab_to("Verstuur naar de trekker")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verstuurd/")


def test_the_other_language_shows_the_same_page(open_page):
    page = open_page("/themas/circularity/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("/en/themas/circularity/$"))
    expect(page.get_by_role("region", name="Lead")).to_contain_text("Amsterdam")


def test_an_editor_adds_an_organisation_and_readers_see_it(as_editor, open_page):
    page = as_editor("/beheer/")
    page.get_by_role("button", name="Netwerk").click()
    page.get_by_role("link", name="Organisaties").click()
    page.get_by_role("link", name=re.compile("toevoegen", re.I)).first.click()
    page.get_by_label("Soort").select_option("company")
    page.get_by_role("textbox", name=re.compile(r"^Naam\b")).fill("Voorbeeldbedrijf")
    page.get_by_role("textbox", name=re.compile(r"^Adres\b")).fill("voorbeeldbedrijf")
    page.get_by_role("button", name="Maken").click()
    expect(page.get_by_text(re.compile("Voorbeeldbedrijf")).first).to_be_visible()
    public = open_page("/organisaties/voorbeeldbedrijf/")
    expect(public.get_by_role("heading", level=1)).to_have_text("Voorbeeldbedrijf")
