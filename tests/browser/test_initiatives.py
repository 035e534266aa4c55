"""Journeys of an initiative: a tip that ends published and claimed, reuse confirmed; also without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from .test_accessibility import assert_sound


def newest_link(open_page, address, part):
    """The link in the newest mail to this address, from the demo's mailbox."""
    mailbox = open_page("/demo/postvak/")
    mail = mailbox.locator("article, li, section").filter(has_text=address).filter(has_text=part).first
    expect(mail).to_be_visible()
    return re.search(rf"(/\S*{part}/[^\s\"<]+)", mail.inner_text())[1]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_tip_by_a_stranger_ends_published_and_claimed(open_page, as_editor, sign_in, scripts):
    name = f"Voorbeeld: pluktuin {'met' if scripts else 'zonder'} sensoren"
    stranger = f"tip{int(scripts)}@example.org"
    page = open_page("/initiatieven/aanmelden/", java_script_enabled=scripts, width=320)
    page.get_by_label("Hoe heet het initiatief?").fill("Crowd safety manger")
    page.get_by_label("In welke stad?").fill("Eindhoven")
    page.get_by_label("Wat is het, in één zin?").fill("Bewoners meten de grond van hun tuin.")
    page.get_by_label("Uw e-mailadres").fill(stranger)
    page.get_by_label("Ik ken het: een tip").check()
    if not scripts:
        page.get_by_role("button", name="Verstuur").click()
    else:
        page.get_by_text("Is het dit initiatief?").or_(page.get_by_text("Is het een van deze")).click()
    expect(page.get_by_role("link", name="Crowd Safety Manager")).to_be_visible()
    if scripts:
        assert_sound(page)
    page.get_by_label("Hoe heet het initiatief?").fill(name)
    page.get_by_role("button", name=re.compile("[Vv]erstuur")).click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()

    page.goto(newest_link(open_page, stranger, "bevestigen"))
    page.get_by_role("button", name="Ja, dit is van mij").click()
    page.get_by_role("link", name="Vertel er meer over").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    if scripts:
        assert_sound(page)
    page.get_by_label("Healthy Urban Living (G5)").check()
    page.get_by_label(re.compile(r"^\s*Lessen")).fill("Vraag bewoners eerst wat zij willen weten.")
    page.get_by_label(re.compile(r"^\s*Begonnen")).fill("ooit")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert").get_by_role("link", name=re.compile("is geen dag"))).to_be_visible()
    page.get_by_label(re.compile(r"^\s*Begonnen")).fill("2026-03")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()

    editor = as_editor("/beheer/initiatieven/")
    editor.get_by_role("link", name=name).click()
    editor.get_by_role("button", name="Publiceer").click()
    expect(editor.get_by_text("Gepubliceerd.")).to_be_visible()

    page.goto("/initiatieven/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text("Vraag bewoners eerst wat zij willen weten.")).to_be_visible()
    page.get_by_role("link", name="Is het van uw organisatie? Neem het over.").click()
    page.get_by_label("Uw naam").fill("Sam")
    page.get_by_label("Uw e-mailadres").fill(f"sam{int(scripts)}@example.org")
    page.get_by_label("Uw organisatie").fill("Eindhoven")
    page.get_by_label("Uw functie").fill("adviseur")
    page.get_by_role("button", name="Vraag het aan").click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    page.goto(newest_link(open_page, f"sam{int(scripts)}@example.org", "bevestigen"))
    page.get_by_role("button", name="Ja, dit is van mij").click()

    moderator = sign_in("moderator@stedennet.example", "/beheer/inzendingen/")
    moderator.get_by_role("link", name=name).first.click()
    moderator.get_by_role("button", name="Plaats").click()
    expect(moderator.get_by_text("geplaatst", exact=False).first).to_be_visible()
    page.goto("/initiatieven/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("link", name="Eindhoven").first).to_be_visible()
    expect(page.get_by_text("Dit is een tip.")).to_have_count(0)


def test_reuse_is_confirmed_by_the_owner_and_another_is_disputed(sign_in, as_editor, open_page):
    city = sign_in("eindhoven@stedennet.example", "/initiatieven/crowd-safety-manager/", width=320)
    city.get_by_role("link", name="Wij nemen dit over").first.click()
    assert_sound(city)
    city.get_by_label("Wie neemt het over").select_option("Eindhoven")
    city.get_by_label("aangepast").check()
    city.get_by_role("button", name="Meld de overname").click()
    expect(city.get_by_text("Het staat erbij.")).to_be_visible()
    assert_sound(city)
    reader = open_page("/initiatieven/crowd-safety-manager/", java_script_enabled=False)
    expect(reader.get_by_text("nog niet bevestigd")).to_be_visible()
    example = open_page("/initiatieven/voorbeeld-lantaarnpalen-die-de-straat-meten/", java_script_enabled=False)
    expect(example.get_by_text("2 organisaties nemen dit over.")).to_be_visible()
    expect(example.get_by_text("Waarom betwist:")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_owner_confirms_one_reuse_and_disputes_another(sign_in, as_editor, open_page, scripts):
    page = "/initiatieven/microhubs-eindhoven/"
    cities = ("Almere", "Assen") if scripts else ("Breda", "Deventer")
    editor = as_editor(page, java_script_enabled=scripts)
    for city in cities:
        editor.goto(f"{page}overnemen/")
        editor.get_by_label("Wie neemt het over").select_option(city)
        editor.get_by_label("zoals het is").check()
        editor.get_by_role("button", name="Meld de overname").click()
        expect(editor.get_by_text("Het staat erbij.")).to_be_visible()

    owner = sign_in("eindhoven@stedennet.example", f"{page}overnames/", java_script_enabled=scripts, width=320)
    owner.get_by_role("region", name=cities[0]).get_by_role("button", name="Dit klopt: bevestig").click()
    expect(owner.get_by_role("region", name=cities[0]).get_by_text("bevestigd")).to_be_visible()
    owner.get_by_role("region", name=cities[1]).get_by_role("button", name="Betwist").click()
    expect(owner.get_by_role("alert")).to_be_visible()
    owner.get_by_role("region", name=cities[1]).get_by_label("Waarom klopt het niet").fill("Zij keken alleen.")
    owner.get_by_role("region", name=cities[1]).get_by_role("button", name="Betwist").click()
    expect(owner.get_by_text("Waarom betwist: Zij keken alleen.").first).to_be_visible()
    if scripts:
        assert_sound(owner)

    reader = open_page(page, java_script_enabled=scripts)
    tree = reader.get_by_role("region", name="Wie het overneemt")
    expect(tree.get_by_text("Zij keken alleen.").first).to_be_visible()
    expect(reader.get_by_text(re.compile("organisaties? ne(emt|men) dit over")).first).to_be_visible()
