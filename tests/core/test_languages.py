"""Text in another language than the page carries its language into the page, and nowhere else."""

import copy
import json
import pickle

import pytest
from django.template import Context, Engine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.text import TextInLanguage, get_localised_text, mark_dutch, mark_language

LIBRARY = ["stedennet.site.templatetags.languages", "django.template.defaultfilters"]


class Record:
    title, title_en, summary, summary_en = "Deelauto's", "", "Samen rijden", "Driving together"


def render(source, text):
    return Engine(builtins=LIBRARY[:1]).from_string(source).render(Context({"text": text}))


def test_what_is_not_translated_is_marked_on_an_english_page_only():
    with translation.override("en"):
        assert render("{{ text }}", get_localised_text(Record, "title")) == "<span lang=nl>Deelauto&#x27;s</span>"
        assert render("{{ text }}", get_localised_text(Record, "summary")) == "Driving together"
        assert render("{{ text }}", mark_language("A webinar", "en")) == "A webinar"
    with translation.override("nl"):
        assert render("{{ text }}", get_localised_text(Record, "title")) == "Deelauto&#x27;s"
        assert render("{{ text }}", mark_language("A webinar", "en")) == "<span lang=en>A webinar</span>"


def test_several_paragraphs_are_marked_together_and_an_attribute_takes_the_plain_text():
    text = TextInLanguage("een <b>\n\ntwee", "nl")
    assert render("{{ text|linebreaks }}", text) == "<div lang=nl><p>een &lt;b&gt;</p>\n\n<p>twee</p></div>"
    assert render("{{ text|plain }}", text) == "een &lt;b&gt;\n\ntwee"
    assert render("{% if text %}ja{% endif %}", TextInLanguage("", "nl")) == ""


def test_an_empty_text_is_no_text():
    with translation.override("en"):
        assert (mark_dutch(""), get_localised_text(type("R", (), {"title": ""}), "title")) == ("", "")


@given(st.text())
def test_no_text_breaks_out_of_its_mark_nor_out_of_an_attribute(words):
    html = TextInLanguage(words, "nl").__html__()
    inside = html.removeprefix("<span lang=nl>").removesuffix("</span>")
    assert not set(inside) & set("<>\"'")
    assert '"' not in html


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])  # noqa: S301
def test_a_copy_keeps_its_language(make):
    made = make(TextInLanguage("Deelauto's", "nl"))
    assert (made, made.language) == ("Deelauto's", "nl")


def test_elsewhere_it_is_a_string_like_any_other():
    text = TextInLanguage("Deelauto's", "nl")
    assert text == "Deelauto's"
    assert {text: 1}["Deelauto's"] == 1
    assert json.dumps({"title": text}) == '{"title": "Deelauto\'s"}'
    assert type(str(text)) is str
