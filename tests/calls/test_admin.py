"""Reviewing a call in the admin: every field shows, the scores are explained, a standard reason can be edited."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from stedennet.calls.models import Call
from stedennet.calls.rules.reviews import LEVELS, QUESTIONS
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed
from stedennet.intake import reasons
from stedennet.intake.models import StandardReason
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation
from tests.builders.calls import GOOD, placed
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db
SCORES = {name: str(score) for name, score in GOOD.items()}


@pytest.fixture
def desk(client, editor, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(editor)
    return client


@pytest.fixture
def page(mobility, eindhoven):
    save_record(Organisation(name="Noord-Brabant", slug="noord-brabant", kind="province"), by=SYSTEM)
    lamp = make_initiative("Lantaarns", theme=mobility)
    one = placed(
        wanted=["company", "knowledge"], gives=["money", "data"], gives_in_words="Een jaar lang 5.000 euro",
        province="noord-brabant", on=f"initiatief:{lamp.slug}", organisation="Gem. Eindhoven",
    )  # fmt: skip
    return reverse("calls:detail", args=[one.pk])


@pytest.fixture
def reason():
    words = {"words": "Dit lijkt op een advertentie.", "words_en": "This looks like an advert."}
    return reasons.save_reason(StandardReason(label="Advertentie", **words), by=SYSTEM)


def html(answer):
    return answer.content.decode()


def test_everything_that_was_typed_and_ticked_is_shown(desk, page):
    shown = html(desk.get(page))
    for words in (
        "Wie bouwt een kaart?", "zoekt een partner", "Stille plekken vinden.", "Een kaart bouwen.", "bedrijf",
        "kennisinstelling", "geld, data", "Een jaar lang 5.000 euro", "Smart Mobility", "Noord-Brabant", "Lantaarns",
        "Gem. Eindhoven (zoals getypt; nog niet gekoppeld)", "Jo · jo@example.org",
    ):  # fmt: skip
        assert words in shown, words


def test_what_was_left_empty_is_said_to_be(desk, mobility):
    one = placed(gives=[], wanted=[], gives_in_words="", theme="")
    assert html(desk.get(reverse("calls:detail", args=[one.pk]))).count("niet ingevuld") == 5


def test_each_score_of_each_question_is_explained(desk, page):
    shown = html(desk.get(page))
    assert set(LEVELS) == set(QUESTIONS)
    for levels in LEVELS.values():
        numbers = [number for score, _meaning in levels for number in score.split(" – ")]
        assert numbers == ["0", "1", "2", "3", "4", "5"]
        assert all(str(meaning) in shown for _score, meaning in levels)


def test_publishing_and_rejecting_look_different(desk, page):
    shown = html(desk.get(page))
    looks = {
        step: re.search(rf'<button class="([^"]*)" type="submit" name="step" value="{step}"', shown)[1].split()
        for step in ("publish", "ask", "reject")
    }
    assert looks == {"publish": ["button"], "ask": ["button", "button-secondary"], "reject": ["button", "no"]}


def test_enter_in_a_field_decides_nothing(desk, page):
    first = re.search(r"<button[^>]*type=\"submit\"[^>]*>", html(desk.get(page)).split("<form")[-1])[0]
    assert 'value=""' in first
    assert desk.post(page, {"step": "", "words": "Te kort"}).status_code == 422
    assert Call.objects.get().state == "confirmed"


def test_a_chosen_reason_fills_the_text_and_everything_else_stays(desk, page, reason):
    shown = html(desk.post(page, {"choose": "1", "chosen": reason.pk, "words": "Beste Jo.", **SCORES}))
    assert f"Beste Jo. {reason.words}</textarea>" in shown
    assert shown.count(" checked") == len(QUESTIONS)
    assert Call.objects.get().state == "confirmed"
    desk.post(page, {"step": "reject", "words": "Beste Jo. Dit is te veel reclame."})
    assert Call.objects.get().state_words == "Beste Jo. Dit is te veel reclame."


def test_an_author_who_writes_english_gets_the_english_reason(desk, page, reason):
    Call.objects.update(language="en")
    assert reason.words_en in html(desk.post(page, {"choose": "1", "chosen": reason.pk, "words": ""}))


@pytest.mark.parametrize("chosen", ["", "x", "999999", "²"])
def test_a_reason_that_is_not_there_changes_nothing(desk, page, chosen):
    answer = desk.post(page, {"choose": "1", "chosen": chosen, "words": "Blijft"})
    assert answer.status_code == 200
    assert ">Blijft</textarea>" in html(answer)


def test_a_refusal_keeps_scores_and_words(desk, page):
    answer = desk.post(page, {"step": "geen", "words": "Let op", **SCORES, "ask_is_clear": ""})
    assert answer.status_code == 422
    assert ">Let op</textarea>" in html(answer)
    assert html(answer).count(" checked") == len(QUESTIONS) - 1


def test_editors_write_the_reasons_themselves(desk, page):
    typed = {"label": "Dubbel", "use": "call", "words": "Dit is dubbel.", "position": "1"}
    desk.post("/beheer/vaste-redenen/new/", typed)
    made = StandardReason.objects.get(label="Dubbel")
    assert f'<option value="{made.pk}">Dubbel' in html(desk.get(page))
    desk.post(f"/beheer/vaste-redenen/edit/{made.pk}/", {**typed, "use": "submission"})
    assert f'<option value="{made.pk}">' not in html(desk.get(page))
    desk.post(f"/beheer/vaste-redenen/delete/{made.pk}/")
    assert not StandardReason.objects.filter(pk=made.pk).exists()


def test_somebody_without_a_role_changes_no_reason(reason):
    with pytest.raises(NotAllowed):
        reasons.save_reason(StandardReason(label="X", words="X"), by=AnonymousUser())
    with pytest.raises(NotAllowed):
        reasons.remove_reason(reason, by=AnonymousUser())


def test_the_pages_of_initiatives_and_other_submissions_offer_reasons_as_well(desk, mobility, reason):
    lamp = make_initiative("Lantaarns", theme=mobility, publish=False)
    detail = reverse("initiatives:detail", args=[lamp.pk])
    assert f"{reason.words}</textarea>" in html(desk.post(detail, {"choose": "1", "chosen": reason.pk, "words": ""}))
