"""What changed between two editions: words in texts, facts in a table, actions that came and went."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.rules.differences import MAX_TOKENS, Kind, compare_editions, compare_words
from stedennet.agenda.rules.seals import compute_seal, encode_canonical


def marked(before: str, after: str) -> str:
    marks = {Kind.SAME: "{}", Kind.ADDED: "[+{}]", Kind.DROPPED: "[-{}]"}
    return "".join(marks[one.kind].format(one.text) for one in compare_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("Vijf steden.", "Vijf steden.", "Vijf steden."),
        ("Vijf steden doen mee.", "Zes steden doen mee.", "[-Vijf][+Zes] steden doen mee."),
        ("Steden doen mee.", "Steden doen niet mee.", "Steden doen [+niet ]mee."),
        ("", "Nieuw", "[+Nieuw]"),
        ("Weg", "", "[-Weg]"),
        ("Vijf grote steden.", "Zes kleine steden.", "[-Vijf grote][+Zes kleine] steden."),
        ("De raad van Ede besluit.", "Het college in Ede besluit.", "[-De raad van][+Het college in] Ede besluit."),
    ],
)
def test_words_that_came_and_went(before, after, shown):
    assert marked(before, after) == shown


def parts(pieces, *kinds):
    return "".join(one.text for one in pieces if one.kind in kinds)


text = st.text(st.sampled_from("ab \n.é\u202e"), max_size=80)


@given(text, text)
def test_the_pieces_make_both_texts_again(before, after):
    pieces = compare_words(before, after)
    assert parts(pieces, Kind.SAME, Kind.DROPPED) == before
    assert parts(pieces, Kind.SAME, Kind.ADDED) == after
    assert all(one.text for one in pieces)


def test_long_texts_are_compared_by_paragraph():
    paragraphs = [f"Alinea {number} " + "woord " * 20 for number in range(MAX_TOKENS // 20)]
    before = "\n\n".join(paragraphs)
    after = before.replace("Alinea 7 ", "Paragraaf 7 ")
    pieces = compare_words(before, after)
    assert parts(pieces, Kind.SAME, Kind.ADDED) == after
    assert parts(pieces, Kind.ADDED).startswith("Paragraaf 7 ")


def test_texts_of_exactly_the_limit_are_still_compared_by_word():
    # Two texts of as many words and spaces as half the limit.
    before = ("woord " * (MAX_TOKENS // 4))[:-1] + "."
    after = before.replace("woord", "zin", 1)
    assert (parts(compare_words(before, after), Kind.DROPPED), len(compare_words(before, after))) == ("woord", 3)
    longer = after + "!"
    assert parts(compare_words(before, longer), Kind.DROPPED) == before


def test_neighbouring_pieces_are_of_different_kinds():
    pieces = compare_words("een twee drie vier", "een 2 3 vier vijf")
    assert all(piece.kind != following.kind for piece, following in pairwise(pieces))


def action(code, **more):
    return {"code": code, "title": f"Actie {code}", "lead": "", "description": "Wij doen dit.", **more}


def edition(*actions, **more):
    return {"number": 1, "title": "Agenda", "foreword": "Voorwoord.", "actions": list(actions), **more}


def test_actions_come_go_change_and_stay():
    before = edition(action("A-1"), action("A-2"), action("A-3", begins="2018", partners=[{"organisation": "VNG"}]))
    after = edition(
        action("A-2", description="Wij doen dat."),
        action("A-3", begins="2019", partners=[{"organisation": "VNG", "role": "helpt"}]),
        action("A-4"),
        foreword="Ander voorwoord.",
    )
    found = compare_editions(before, after)
    assert [one["code"] for one in found.added] == ["A-4"]
    assert [one["code"] for one in found.dropped] == ["A-1"]
    assert [one.code for one in found.changed] == ["A-2", "A-3"]
    assert [(one.field, one.before, one.after) for one in found.changed[1].facts] == [
        ("partners", "VNG", "VNG (helpt)"),
        ("begins", "2018", "2019"),
    ]
    assert [one.field for one in found.texts] == ["foreword"]
    assert found.same == ()


def test_an_action_that_says_the_same_stays_the_same():
    found = compare_editions(edition(action("A-1"), action("A-2")), edition(action("A-2"), action("A-3")))
    assert (found.same, [one["code"] for one in found.added]) == (("A-2",), ["A-3"])


@pytest.mark.parametrize(
    "after",
    [
        edition(),
        edition(action("A-1"), action("A-2")),
        edition(action("A-1", begins="2020")),
        edition(action("A-1"), title="Andere agenda"),
    ],
)
def test_one_difference_is_enough_to_be_different(after):
    assert not compare_editions(edition(action("A-1")), after).is_empty


def test_an_english_text_is_compared_when_both_editions_have_the_field():
    found = compare_editions(edition(title_en="Agenda"), edition(title_en="Plan"))
    assert [one.field for one in found.texts] == ["title_en"]
    assert compare_editions(edition(), edition(title_en="Plan")).is_empty
    assert compare_editions(edition(title_en="Plan"), edition()).is_empty


def test_the_order_of_themes_partners_and_goals_says_nothing():
    one = edition(action("A-1", themes=["b", "a"], sdgs=[7, 11]))
    other = edition(action("A-1", themes=["a", "b"], sdgs=[11, 7]))
    assert compare_editions(one, other).is_empty


def test_what_an_older_seal_lacks_counts_as_empty():
    found = compare_editions({"actions": [{"code": "A-1"}]}, edition(action("A-1", budget="5 euro")))
    assert [one.field for one in found.changed[0].facts] == ["budget"]
    assert compare_editions({}, {}).is_empty


editions = st.lists(st.tuples(st.sampled_from(["A-1", "A-2", "A-3"]), text), unique_by=lambda one: one[0]).map(
    lambda rows: edition(*(action(code, description=words_) for code, words_ in rows))
)


@given(editions, editions)
def test_what_comes_one_way_goes_the_other(one, other):
    there, back = compare_editions(one, other), compare_editions(other, one)
    assert compare_editions(one, one).is_empty
    assert {row["code"] for row in there.added} == {row["code"] for row in back.dropped}
    assert {row.code for row in there.changed} == {row.code for row in back.changed}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abc", max_size=3), plain))
def test_a_seal_does_not_hang_on_the_order_and_can_be_put_again(data):
    again = json.loads(encode_canonical(data))
    assert encode_canonical(again) == encode_canonical(data)
    assert compute_seal(dict(reversed(list(data.items())))) == compute_seal(data)


def test_the_seal_is_that_of_the_file():
    assert encode_canonical({"b": 1, "a": "e\u0301"}) == '{"a":"é","b":1}'.encode()
    assert compute_seal({"a": "x"}) != compute_seal({"a": "y"})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"a": 1.5}, TypeError),
        ({"a": {1, 2}}, TypeError),
        ({1: "a"}, TypeError),
        ({"a": "\ud800"}, ValueError),
        ({"é": 1, "e\u0301": 2}, ValueError),
    ],
)
def test_what_cannot_be_sealed_is_said(data, error):
    with pytest.raises(error):
        compute_seal(data)
