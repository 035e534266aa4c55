"""On a device that is dark the pages are dark, as easy to read, and so are the drawings."""

import pytest

from .contrast import CONTRAST
from .test_accessibility import faults

PATHS = (
    "/",
    "/themas/",
    "/themas/smart-mobility/",
    "/organisaties/eindhoven/",
    "/verbreding/",
    "/artikelen/dmi-ecosystem/",
    "/evenementen/kalender/",
    "/evenementen/voorbeeld-webinar-licht-1/",
    "/strategie/nl-smart-city-strategie/",
    "/agenda/",
    "/agenda/tabel/",
    "/agenda/bord/",
    "/agenda/tijdlijn/",
    "/agenda/acties/VB-1/",
    "/agenda/edities/2/verschillen/1/",
    "/initiatieven/",
    "/initiatieven/aanmelden/",
    "/initiatieven/crowd-safety-manager/",
    "/oproepen/",
    "/oproepen/voorbeeld-wij-delen-onze-kennis-over-meten-met-bewoners/",
    "/zoeken/?q=verlichting",
    "/abonneren/",
    "/privacy/",
    "/data/",
    "/account/inloggen/",
    "/bestaat-niet/",
)
DRAWINGS = (
    "() => {"
    + CONTRAST
    + """
    const parts = [...document.querySelectorAll(
        "svg[role=img] text, .map__name, .chart-line, .timeline__bar, .map__area--lead path")];
    return parts.map(box => {
        const style = getComputedStyle(box);
        const least = box.tagName === "text" ? 4.5 : 3;
        const inks = [style.fill, style.stroke].filter(ink => ink.startsWith("rgb"));
        return {what: box.outerHTML.slice(0, 120), least, stands: Math.max(...inks.map(ink => contrast(box, ink)))};
    });
}"""
)


@pytest.fixture(scope="module")
def dark_page(chromium, demo):
    context = chromium.new_context(viewport={"width": 320, "height": 800}, base_url=demo.site, color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_the_dark_page_is_accessible(dark_page, path):
    dark_page.goto(path)
    assert faults(dark_page) == []
    assert dark_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 31)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/verbreding/", "/agenda/tijdlijn/", "/initiatieven/crowd-safety-manager/"])
def test_the_drawings_can_be_read(open_page, path, scheme):
    parts = open_page(path, color_scheme=scheme).evaluate(DRAWINGS)
    assert [part for part in parts if part["stands"] < part["least"]] == []


def test_a_card_on_another_site_keeps_the_light_that_it_was_asked_for(open_page):
    page = open_page("/insluiten/thema/smart-mobility/?kleur=licht", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_on_paper_all_is_light(open_page):
    page = open_page("/themas/smart-mobility/", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
