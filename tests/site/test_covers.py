"""Covers: each card has one, drawn in the colour and with the pictogram of its theme when there is no picture."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

import stedennet
from stedennet.network.models import Theme
from stedennet.site.cards.covers import ICONS, PATTERNS, build_cover
from tests.builders.articles import make_article
from tests.builders.initiatives import make_initiative

SITE = Path(stedennet.__file__).parent / "site"


def render(cover) -> str:
    return render_to_string("elements/cover.html", {"cover": cover})


@given(st.text(max_size=40))
def test_a_thing_always_has_the_same_pattern_and_the_stylesheet_knows_it(key):
    first, second = build_cover(key, []), build_cover(key, [])
    assert first == second
    assert 0 <= first["pattern"] < PATTERNS


def test_the_stylesheet_has_every_pattern_and_no_more():
    css = (SITE / "assets" / "site.css").read_text()
    assert {int(number) for number in re.findall(r"\.cover--(\d)", css)} == set(range(PATTERNS))


def test_every_pictogram_that_can_be_chosen_is_in_the_file_of_pictograms():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (SITE / "static" / "build" / "icons.svg").read_text()))
    assert set(Theme.Icon.values) | set(ICONS.values()) == drawn


def test_a_drawn_cover_is_silent_and_has_the_look_of_its_theme():
    theme = Theme(slug="smart-mobility", name="Smart Mobility", colour="rood", icon="bike")
    page = render(build_cover("lantaarn", [theme]))
    assert 'aria-hidden="true"' in page
    assert "theme-accent--rood" in page
    assert "icons.svg#bike" in page


def test_a_picture_says_what_it_shows_and_hostile_words_stay_words():
    page = render(build_cover("x", [], file="a.webp", alt='"><script>alert(1)</script>'))
    assert "<script" not in page
    assert 'width="640" height="400"' in page
    assert "a.webp" in page


@pytest.mark.django_db
def test_lists_and_the_home_page_show_covers(client, mobility, eindhoven):
    Theme.objects.update(icon="bus")
    make_initiative("Lantaarn", theme=mobility)
    make_article(title="Het nieuws", themes=[mobility])
    for path in ("/", "/initiatieven/", "/artikelen/"):
        assert "icons.svg#bus" in client.get(path).content.decode(), path
