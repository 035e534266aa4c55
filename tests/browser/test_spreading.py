"""The journey of a reader who wants to hear of things: asking, confirming, getting, changing, stopping."""

import re
import urllib.request
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from tests.demo.demo_process import wait_until

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


def publish(open_page, as_editor, name: str) -> None:
    """Somebody tells of an initiative, and an editor publishes it."""
    page = open_page("/initiatieven/aanmelden/")
    page.get_by_label("Hoe heet het initiatief?").fill(name)
    page.get_by_label("In welke stad?").fill("Utrecht")
    page.get_by_label("Bij welk thema past het?").select_option(label="Healthy Urban Living (G5)")
    page.get_by_label("Wat is het, in één zin?").fill("Wie fietst, meet de lucht in de straat.")
    page.get_by_label("Uw e-mailadres").fill("verteller@example.org")
    page.get_by_role("button", name="Verstuur").click()
    page.goto(newest_link(open_page, "verteller@example.org", "bevestigen"))
    page.get_by_role("button", name="Ja, dit is van mij").click()
    editor = as_editor("/beheer/initiatieven/")
    editor.get_by_role("link", name=name).click()
    editor.get_by_role("button", name="Publiceer").click()
    expect(editor.get_by_text("Gepubliceerd.")).to_be_visible()


def digest_to(page, address: str, name: str):
    """The digest in the demo's mailbox, once the worker made it."""

    def came() -> bool:
        page.goto("/demo/postvak/")
        return bool(mail.count())

    mail = page.locator("article").filter(has_text=address).filter(has_text=name)
    wait_until(came, "the digest to be in the mailbox")
    return mail.first


def stop_headers(demo, address: str) -> tuple[str, str]:
    """What the headers of the mail to this address tell a mail program: where to stop, and with which words."""
    mails = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in (demo.var / "mail").iterdir()]
    mail = next(one for one in mails if address in one["To"] and one["List-Unsubscribe"])
    return mail["List-Unsubscribe"].strip("<> "), mail["List-Unsubscribe-Post"]


def test_a_digest_comes_leads_to_the_site_and_is_stopped_by_the_mail_program(open_page, as_editor, demo):
    address = "digest@example.org"
    ask(open_page, address, scripts=True)
    name = "Voorbeeld: meetfietsen voor gezonde lucht"
    publish(open_page, as_editor, name)
    page = open_page("/demo/postvak/")
    mail = digest_to(page, address, name)
    stop, one_click = stop_headers(demo, address)
    assert one_click == "List-Unsubscribe=One-Click"
    mail.get_by_role("link", name=re.compile("voorbeeld-meetfietsen")).first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    with urllib.request.urlopen(stop, data=one_click.encode(), timeout=30) as answer:  # noqa: S310
        assert answer.status == 200
    page = open_page(stop.removeprefix(demo.site))
    expect(page.get_by_role("heading", name="Gestopt")).to_be_visible()
