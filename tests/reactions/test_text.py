"""What readers type is shown as text, never as markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from stedennet.reactions.rules.text import clean_reaction_name, clean_reaction_text, render_reaction_html

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
