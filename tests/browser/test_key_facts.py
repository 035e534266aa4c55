"""On a phone the facts and the main button of a page come before its long text, for the eye and for the Tab key."""

import pytest
from playwright.sync_api import expect

CALL = "/oproepen/voorbeeld-wij-delen-onze-kennis-over-meten-met-bewoners/"
EVENT = "/evenementen/voorbeeld-webinar-licht-1/"
ACTION = "/agenda/acties/VB-1/"
THEME = "/themas/smart-mobility/"
INITIATIVE = "/initiatieven/crowd-safety-manager/"
SCREEN = 800


@pytest.mark.parametrize(
    ("path", "button"),
    [
        (CALL, "Ik heb belangstelling"),
        (EVENT, "Meld u aan"),
        (THEME, "Meld u bij de trekker"),
        (INITIATIVE, "Wij nemen dit over"),
    ],
)
def test_the_main_button_stands_before_the_text(open_page, path, button):
    page = open_page(path, width=320)
    card = page.locator(".panel--key").bounding_box()
    text = page.locator(".halves").bounding_box()
    way = page.get_by_role("main").get_by_role("link", name=button).first.bounding_box()
    assert card["y"] < SCREEN
    assert card["y"] < way["y"] < card["y"] + card["height"] <= text["y"]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [CALL, EVENT, ACTION, THEME, INITIATIVE])
def test_the_source_has_the_order_of_the_screen(open_page, path, width):
    """Nothing is moved by the stylesheet: each block of the page starts below the one before it."""
    page = open_page(path, width=width)
    blocks = page.locator("main :is(h1, .page-lead, .panel--key, .halves)").all()
    tops = [block.bounding_box()["y"] for block in blocks]
    assert len(tops) == 4
    assert tops == sorted(tops)


def test_how_an_action_goes_and_whose_it_is_stand_on_the_first_screen_of_a_phone(open_page):
    card = open_page(ACTION, width=320).locator(".panel--key")
    expect(card).to_contain_text("op schema")
    expect(card).to_contain_text("Voorbeeldstad")
    box = card.bounding_box()
    assert box["y"] + box["height"] < SCREEN


def test_who_leads_a_theme_stands_on_the_first_screen_of_a_phone(open_page):
    lead = open_page(THEME, width=320).locator(".panel--key").get_by_role("link", name="Eindhoven", exact=True)
    box = lead.bounding_box()
    assert box["y"] + box["height"] < SCREEN
