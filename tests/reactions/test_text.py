"""What readers type is shown as text, never as markup."""

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from stedennet.reactions.rules.text import (
    EDIT_PERIOD,
    clean_reaction_name,
    clean_reaction_text,
    may_change,
    render_reaction_html,
)

TAG = re.compile(r'</?p>|<br>|<a href="https?://[^"<>]*" rel="nofollow ugc noopener">|</a>')


@given(st.text(max_size=500))
def test_nothing_but_our_own_tags_comes_out(text):
    rest = TAG.sub("", render_reaction_html(clean_reaction_text(text)))
    assert "<" not in rest
    assert ">" not in rest


@given(st.text(alphabet="htps:/.<>\"' a&\n", max_size=80))
def test_addresses_made_to_break_out_do_not(text):
    rest = TAG.sub("", render_reaction_html(text))
    assert "<" not in rest
    assert '"' not in rest


def test_a_web_address_becomes_a_link_without_the_point_after_it():
    html = render_reaction_html("Zie https://example.org/a?b=1&c=2. En javascript:alert(1)")
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">' in html
    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


@given(st.text())
def test_a_name_is_one_line_and_turns_nothing_around(name):
    clean = clean_reaction_name(name)
    assert clean == " ".join(clean.split())
    assert not set("\u202e\u202d\u2066\u200f\0\n\r") & set(clean)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_reaction_text(clean_reaction_text(text)) == clean_reaction_text(text)


def test_what_stands_around_an_address_stays_as_it_is():
    html = render_reaction_html("https://a.nl en https://b.nl!")
    link = '<a href="https://{0}" rel="nofollow ugc noopener">https://{0}</a>'
    assert html == f"<p>{link.format('a.nl')} en {link.format('b.nl')}!</p>"
    assert render_reaction_html("Zo & zo") == "<p>Zo &amp; zo</p>"


def test_a_text_may_be_changed_until_the_period_is_over():
    published_at = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
    end = published_at + EDIT_PERIOD
    assert may_change(published_at, published_at)
    assert may_change(published_at, end - dt.timedelta(seconds=1))
    assert not may_change(published_at, end)
