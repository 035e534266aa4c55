"""The sum that a browser does before it sends a form, and how often one may send."""

import base64
import datetime as dt
import json
from uuid import uuid4

import altcha
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.site.public_forms.limits import MOST_AN_HOUR, MOST_WITHOUT_PROOF
from stedennet.site.public_forms.proof_of_work import LONGEST, VALID, create_challenge, is_proven
from tests.site.test_themes import URL


def solved(given_sum: dict | None = None) -> str:
    """What a browser would send."""
    asked = altcha.Challenge.from_dict(given_sum or create_challenge())
    solution = altcha.solve_challenge(asked)
    assert solution is not None
    return altcha.Payload(asked, solution).to_base64()


def changed(answer: str, part: str, **values: object) -> str:
    """The answer with something else in it."""
    data = json.loads(base64.b64decode(answer))
    (data["challenge"]["parameters"] if part == "parameters" else data[part]).update(values)
    return base64.b64encode(json.dumps(data).encode()).decode()


def test_a_sum_counts_once(db):
    answer = solved()
    assert is_proven(answer)
    assert not is_proven(answer)
    assert not is_proven(changed(answer, "solution", time=5))


def test_a_sum_that_is_too_old_does_not_count(monkeypatch):
    answer = solved()
    later = dt.datetime.now(dt.UTC) + VALID + dt.timedelta(seconds=2)
    monkeypatch.setattr("time.time", later.timestamp)
    assert not is_proven(answer)


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("solution", {"derivedKey": "00" * 32}),
        ("solution", {"derivedKey": 5}),
        ("challenge", {"signature": "00" * 32}),
        ("challenge", {"signature": None}),
        ("parameters", {"cost": 1}),
        ("parameters", {"keyPrefix": ""}),
        ("parameters", {"expiresAt": 99999999999}),
        ("parameters", {"keySignature": None}),
    ],
)
def test_a_forged_sum_does_not_count(part, values):
    assert not is_proven(changed(solved(), part, **values))


def test_somebody_elses_sum_does_not_count():
    theirs = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="x", hmac_key_secret="y")
    assert not is_proven(solved(theirs.to_dict()))


shapes = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["challenge", "solution"]), inner),
    max_leaves=8,
)


@given(st.text(max_size=200) | shapes.map(lambda one: base64.b64encode(json.dumps(one).encode()).decode()))
def test_whatever_is_sent_instead_does_not_count_and_breaks_nothing(answer):
    assert not is_proven(answer)


def test_a_very_long_answer_is_not_even_read():
    assert not is_proven("A" * (LONGEST + 1))


def test_the_sum_is_new_each_time_and_not_kept_by_a_cache(client, db):
    first, second = client.get("/rekensom/"), client.get("/rekensom/")
    assert first.json() != second.json()
    assert "no-store" in first["Cache-Control"]


@pytest.mark.parametrize(("proven", "most"), [(True, MOST_AN_HOUR), (False, MOST_WITHOUT_PROOF)])
def test_who_did_the_sum_may_send_more_often(client, lead, wish, monkeypatch, proven, most):
    monkeypatch.setattr("stedennet.site.public_forms.handling.is_proven", lambda answer: proven)
    answers = [client.post(URL, {**wish, "once": str(uuid4())}).status_code for _ in range(most + 1)]
    assert answers == [302] * most + [429]


def test_mistakes_in_a_form_are_not_counted(client, lead, wish):
    for _ in range(MOST_AN_HOUR + 1):
        assert client.post(URL, {**wish, "email": "fout"}).status_code == 422
    assert client.post(URL, wish).status_code == 302


def test_a_form_that_comes_back_asks_for_a_new_sum(client, lead, wish):
    page = client.post(URL, {**wish, "email": "fout", "proof": "oud"}).content.decode()
    assert '<input type="hidden" name="proof" id="id_proof">' in page
