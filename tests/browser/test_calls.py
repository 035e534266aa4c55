"""The journey of a call: placed, judged, answered, talked about, the funnel one further; also without JavaScript."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.core.test_files import GOOD

from .test_accessibility import assert_sound
from .test_initiatives import newest_link

INITIATIVE = "Crowd Safety Manager"


def funnel(page):
    """The four numbers on the list."""
    page.goto("/oproepen/")
    return [int(one.inner_text()) for one in page.locator(".figures dd").all()]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_call_ends_in_working_together_and_the_funnel_grows(open_page, as_editor, scripts):
    title = f"Voorbeeld: wie telt onze bomen {'met' if scripts else 'zonder'} script?"
    jo, sam = f"jo{int(scripts)}@example.org", f"sam-call{int(scripts)}@example.org"
    page = open_page("/oproepen/plaatsen/", java_script_enabled=scripts, width=320)
    before = funnel(page) or [0, 0, 0, 0]
    page.goto("/initiatieven/?q=crowd")
    page.get_by_role("link", name=INITIATIVE).click()
    page.get_by_role("link", name="Plaats hier een oproep bij").click()
    expect(page.get_by_text(f"Hoort bij: {INITIATIVE}")).to_be_visible()
    page.get_by_label("Uw oproep in een paar woorden").fill(title)
    page.get_by_label("Wat zoekt of biedt u, en waarvoor?").fill("Wij willen weten hoeveel schaduw er is.")
    page.get_by_label("Tot wanneer kan iemand reageren?").fill(str(dt.date.today() + dt.timedelta(days=60)))
    page.get_by_label("Uw e-mailadres").fill(jo)
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    page.goto(newest_link(open_page, jo, "bevestigen"))
    page.get_by_role("button", name="Ja, dit is van mij").click()
    page.get_by_role("link", name="Naar uw oproep").click()
    expect(page.get_by_text("Een redacteur kijkt ernaar.")).to_be_visible()
    own = page.url

    editor = as_editor("/beheer/oproepen/")
    editor.get_by_role("link", name=title).click()
    for score in editor.locator("input[type=radio][value='4']").all():
        score.check()
    editor.get_by_role("button", name="Publiceer").click()
    expect(editor.get_by_text("Gepubliceerd.")).to_be_visible()

    other = open_page("/initiatieven/?q=crowd", java_script_enabled=scripts)
    other.get_by_role("link", name=INITIATIVE).click()
    other.get_by_role("link", name=title).click()
    other.get_by_role("link", name="Ik heb belangstelling").click()
    other.get_by_label("Wat wilt u samen doen?").fill("Wij tellen graag mee.")
    other.get_by_label("Wie bent u?").fill("Een school")
    other.get_by_label("Uw naam").fill("Sam")
    other.get_by_label("Uw e-mailadres").fill(sam)
    other.get_by_role("button", name="Verstuur").click()
    expect(other.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    other.goto(newest_link(open_page, sam, "bevestigen"))
    other.get_by_role("button", name="Ja, dit is van mij").click()
    other.get_by_role("link", name="Naar het gesprek").click()
    expect(other.get_by_text("Wacht tot de plaatser antwoordt.")).to_be_visible()

    page.goto(own)
    page.get_by_label("Uw bericht").fill("Wat fijn. Kan het in mei?")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Uw bericht is verstuurd.")).to_be_visible()
    other.reload()
    expect(other.get_by_text("Wat fijn. Kan het in mei?")).to_be_visible()
    other.get_by_label("Uw bericht").fill("Ja. Zie ons plan.")
    other.get_by_label(re.compile(r"^\s*Bestanden erbij")).set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"}
    )
    other.get_by_role("button", name="Verstuur").click()
    expect(other.get_by_text("van binnen iets anders dan de naam zegt")).to_be_visible()
    expect(other.get_by_label("Uw bericht")).to_have_value("Ja. Zie ons plan.")
    other.get_by_label(re.compile(r"^\s*Bestanden erbij")).set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": GOOD["plan.pdf"]}
    )
    other.get_by_role("button", name="Verstuur").click()
    expect(other.get_by_text("Uw bericht is verstuurd.")).to_be_visible()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.pdf").click()
    assert download.value.path().read_bytes() == GOOD["plan.pdf"]
    other.get_by_role("button", name="Deel mijn e-mailadres").click()
    expect(other.get_by_text("De ander nog niet.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(sam)).to_have_count(0)
    page.get_by_role("button", name="Deel mijn e-mailadres").click()
    expect(page.get_by_text(sam)).to_be_visible()
    page.get_by_label("Hoe staat het ervoor").select_option(label="wij doen het samen")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_text("Vastgelegd.")).to_be_visible()
    if scripts:
        assert_sound(page)
        other.reload()
        assert_sound(other)
    page.get_by_label("partner gevonden").check()
    page.get_by_label(re.compile(r"^\s*Met wie")).fill("Een school")
    page.get_by_role("button", name="Sluit en leg de uitkomst vast").click()
    expect(page.get_by_text("De uitkomst staat bij de oproep.")).to_be_visible()
    assert funnel(page) == [number + 1 for number in before]
