"""How a letter to many looks: whole in HTML and in plain text, with literal colours, small, and nothing loaded."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.errors import Refused
from stedennet.mailing.letters import LetterItem
from stedennet.mailing.rules.placeholders import find_placeholders
from stedennet.site.mail.letters import MOST_BYTES, MOST_ITEMS, build_letter, load_colours

LAMP = LetterItem(
    kind="artikel",
    title="Lampen & palen",
    summary="Kort gezegd.",
    url="https://stedennet.example/artikelen/lampen/?a=1&b=2",
    date=dt.date(2026, 11, 2),
    organisation="Gemeente Voorbeeld",
)
WORDS = {"subject": "Nieuws", "language": "nl", "intro": "Dag.\n\nTweede alinea.", "manage_url": "{{{manage_url}}}"}


def made(*items: LetterItem, **more):
    return build_letter(items or (LAMP,), **{**WORDS, **more})


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_both_parts_tell_the_same():
    letter = made()
    for part in (letter.text, letter.html.replace("&amp;", "&")):
        for words in ("Dag.", "Tweede alinea.", "Lampen & palen", "Kort gezegd.", "2 november 2026", LAMP.url,
                      "Gemeente Voorbeeld", "{{{unsubscribe_url}}}", "{{{manage_url}}}"):  # fmt: skip
            assert words in part


def test_colours_are_literal_and_stand_in_the_elements():
    html = made().html
    assert "var(" not in html
    assert load_colours()["net-brand"] in html
    visible = [attrs for tag, attrs in Tags(html).found if tag in {"h1", "h2", "p", "a", "body"}]
    assert all("style" in attrs for attrs in visible)
    assert html.count("<style") == 1
    assert "prefers-color-scheme: dark" in html


def test_it_is_semantic_and_loads_nothing():
    tags = Tags(made().html).found
    names = [tag for tag, _attrs in tags]
    assert ("html", "nl") in [(tag, attrs.get("lang")) for tag, attrs in tags]
    assert (names.count("h1"), names.count("h2"), names.count("main")) == (1, 1, 1)
    assert not {"img", "link", "script", "iframe", "table"} & set(names)


def test_a_picture_has_words_in_its_place():
    letter = made(
        LetterItem(**{**LAMP.__dict__, "image_url": "https://stedennet.example/x.png", "image_alt": "Een lamp"})
    )
    (picture,) = [attrs for tag, attrs in Tags(letter.html).found if tag == "img"]
    assert picture["alt"] == "Een lamp"


def test_english_readers_get_english():
    assert "Unsubscribe" in made(language="en").text


@given(st.text(alphabet="{}ab_ \n", max_size=30))
def test_nothing_that_people_wrote_is_a_place(text):
    item = LetterItem(kind=text, title=text or "x", summary=text, url="https://example.org/", organisation=text)
    letter = build_letter([item], **{**WORDS, "intro": text, "heading": text, "closing": text})
    assert find_placeholders(letter.subject, letter.text, letter.html) == {"unsubscribe_url", "manage_url"}


def test_markup_stays_text():
    assert "<script>" not in made(LetterItem("a", "<script>", "<b>", "https://example.org/")).html


def test_many_items_fit_and_the_rest_is_a_number():
    letter = build_letter([LAMP] * (MOST_ITEMS + 3), **WORDS)
    assert "En nog 3 berichten op de site" in letter.text
    assert len(letter.html.encode()) <= MOST_BYTES


def test_what_is_too_long_is_refused_in_words():
    with pytest.raises(Refused, match="te lang"):
        made(intro="woord " * 20_000)


def test_text_has_no_lines_of_markup():
    assert not re.search(r"</?\w+>", made().text)
