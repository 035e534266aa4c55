"""A city is asked how an adoption goes after three months and a year, once each; its answer stands on both pages."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from stedennet.initiatives.flows import adoptions, follow_ups
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.flows.follow_ups import FollowUpAnswer
from stedennet.initiatives.models import Adoption, FollowUp
from stedennet.initiatives.rules.follow_ups import LATEST, Moment, add_months, find_due_moment, find_start
from stedennet.lists.initiatives import INITIATIVES
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import make_initiative
from tests.builders.people import a_person, speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
LINK = re.compile(r"/initiatieven/hoe-gaat-het/[^/\s]+/")
PAGE = "/initiatieven/slimme-lantaarnpalen/"


@pytest.fixture
def adopted(clock, mobility, eindhoven, utrecht) -> Adoption:
    """Utrecht adopted an initiative of Eindhoven, confirmed on 2 March 2026."""
    initiative = make_initiative(theme=mobility, lead=eindhoven)
    adoption = adoptions.submit_adoption(initiative, utrecht, AdoptionData("as_is"), by=speaks_for(utrecht))
    return adoptions.answer_adoption(adoption, "confirmed", by=speaks_for(eindhoven))


@pytest.fixture
def question(clock, adopted) -> FollowUp:
    """The question after three months."""
    clock.later(days=100)
    follow_ups.ask_due_follow_ups()
    return FollowUp.objects.get()


def mails():
    return list(OutgoingMail.objects.filter(template="adoption_follow_up").order_by("pk"))


def path_in_mail():
    return LINK.search(mails()[0].text)[0]


@given(DAYS, st.integers(0, 40))
def test_months_later_is_that_day_or_the_last_of_that_month(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


@given(DAYS, st.lists(st.integers(1, 200), max_size=40), st.sets(st.sampled_from(Moment)))
def test_whenever_the_worker_runs_each_question_is_asked_once_at_most_and_never_too_early(start, pauses, stops):
    asked, has_stopped, day, runs = set(), False, start, []
    for pause in pauses:
        day += dt.timedelta(days=pause)
        runs.append(day)
        moment = find_due_moment(start, asked=asked, has_stopped=has_stopped, today=day)
        if moment:
            assert not has_stopped
            assert all(earlier < moment for earlier in asked)
            assert add_months(start, moment) <= day < add_months(start, LATEST)
            asked.add(moment)
            has_stopped = moment in stops
    in_time = any(add_months(start, Moment.YEAR) <= run < add_months(start, LATEST) for run in runs)
    assert has_stopped or (Moment.YEAR in asked) == in_time


@given(DAYS, st.none() | DAYS)
def test_the_months_count_from_the_report_or_from_a_later_begin(told_on, since_on):
    start = find_start(told_on, since_on)
    assert start >= told_on
    assert start in (told_on, since_on)


def test_a_city_is_asked_after_three_months_and_after_a_year_once_each(clock, adopted):
    assert follow_ups.ask_due_follow_ups() == 0
    for days, expected in [(80, 0), (15, 1), (1, 1), (200, 1), (80, 2), (1, 2), (400, 2)]:
        clock.later(days=days)
        follow_ups.ask_due_follow_ups()
        follow_ups.ask_due_follow_ups()
        assert len(mails()) == expected
    assert {mail.to for mail in mails()} == {"utrecht@example.org"}
    assert "Hoe gaat het met “Slimme lantaarnpalen”?" in mails()[0].subject


def test_a_city_for_which_nobody_speaks_is_asked_through_the_office(clock, adopted, settings):
    adopted.organisation.representations.all().delete()
    clock.later(days=100)
    follow_ups.ask_due_follow_ups()
    assert [mail.to for mail in mails()] == [settings.OFFICE_EMAIL]


def test_what_is_not_confirmed_or_was_stopped_is_not_asked(clock, adopted):
    Adoption.objects.update(verdict="claimed")
    clock.later(days=100)
    assert follow_ups.ask_due_follow_ups() == 0
    Adoption.objects.update(verdict="confirmed", kind="stopped")
    assert follow_ups.ask_due_follow_ups() == 0


def test_nobody_is_asked_about_an_example(clock, mobility):
    made_up = [
        save_record(Organisation(slug=name, name=name, kind="network", is_example=True), by=SYSTEM)
        for name in ("voorbeeldstad", "voorbeelddorp")
    ]
    initiative = make_initiative("Bedacht", theme=mobility, lead=made_up[0], is_example=True)
    adoption = adoptions.submit_adoption(initiative, made_up[1], AdoptionData("as_is"), by=SYSTEM)
    adoptions.answer_adoption(adoption, "confirmed", by=SYSTEM)
    clock.later(days=100)
    assert follow_ups.ask_due_follow_ups() == 0


def test_whoever_stopped_is_not_asked_again(clock, question):
    follow_ups.answer_follow_up(question, FollowUpAnswer("stopped", "Te duur."), by=SYSTEM)
    clock.later(days=300)
    assert follow_ups.ask_due_follow_ups() == 0


def test_the_link_opens_the_question_and_the_answer_stands_on_both_pages_with_its_day(client, question):
    path = path_in_mail()
    assert client.get(path).status_code == 200
    typed = {"use": "adapted", "words": "Nu in drie wijken.", "amount": "1234,5", "unit": "kWh per jaar"}
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "Waar komt dit getal vandaan?" in refused.content.decode()
    assert "Nu in drie wijken." in refused.content.decode()
    for _again in range(2):
        assert client.post(path, typed | {"amount_source": "eigen telling"}).status_code == 302
    question.refresh_from_db()
    assert (question.amount, question.answered_by.email) == (Decimal("1234.50"), "utrecht@example.org")
    assert Change.objects.filter(note="Utrecht: in gebruik, aangepast, na drie maanden").count() == 1
    for page in (PAGE, "/organisaties/utrecht/", "/organisaties/eindhoven/"):
        text = " ".join(re.sub("<[^>]+>", "", client.get(page).content.decode()).split())
        assert "In gebruik, aangepast (10 juni 2026): Nu in drie wijken." in text, page
        assert "1.234,50 kWh per jaar (eigen telling)" in text, page
    assert 'value="1234,50"' in client.get(path).content.decode()
    assert "hoe-gaat-het" not in client.get(PAGE).content.decode()


def test_a_later_answer_takes_the_place_of_the_former(client, clock, question):
    follow_ups.answer_follow_up(question, FollowUpAnswer("in_use"), by=SYSTEM)
    clock.later(days=1)
    follow_ups.answer_follow_up(question, FollowUpAnswer("stopped"), by=SYSTEM)
    page = client.get(PAGE).content.decode()
    assert "Gestopt" in page
    assert "Nog in gebruik" not in page
    (row,) = INITIATIVES.read({})
    assert row.still_used == 0


def test_the_open_data_count_what_is_still_used(client, question):
    follow_ups.answer_follow_up(question, FollowUpAnswer("in_use"), by=SYSTEM)
    (row,) = client.get("/initiatieven/export.json").json()["initiatieven"]
    assert (row["overnames"], row["overnames_nog_in_gebruik"]) == (1, 1)


def test_a_link_ends_when_the_person_no_longer_speaks_for_the_city(client, question):
    path = path_in_mail()
    question.adoption.organisation.representations.all().delete()
    assert client.get(path).status_code == 410
    assert client.post(path, {"use": "in_use"}).status_code == 410
    assert client.get("/initiatieven/hoe-gaat-het/verzonnen/").status_code == 410


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (FollowUpAnswer(""), "use"),
        (FollowUpAnswer("beter"), "use"),
        (FollowUpAnswer("in_use", unit="kWh"), "amount"),
        (FollowUpAnswer("in_use", amount=Decimal(3)), "unit"),
        (FollowUpAnswer("in_use", amount=Decimal(3), unit="kWh", amount_source=" "), "amount_source"),
    ],
)
def test_an_answer_has_a_choice_and_a_number_has_a_unit_and_a_source(question, answer, field):
    with pytest.raises(Refused) as refusal:
        follow_ups.answer_follow_up(question, answer, by=SYSTEM)
    assert refusal.value.field == field


def test_only_who_speaks_for_the_city_answers(question, eindhoven):
    for person in (speaks_for(eindhoven), a_person()):
        with pytest.raises(NotAllowed):
            follow_ups.answer_follow_up(question, FollowUpAnswer("in_use"), by=person)


@pytest.mark.parametrize("text", ["abc", "1.234", "-3", "1" * 50, "0,123", "1e9"])
def test_a_strange_number_is_refused_beside_the_field_and_nothing_is_lost(client, question, text):
    typed = {"use": "in_use", "words": "<b>Mooi</b>", "amount": text, "unit": "stuks", "amount_source": "telling"}
    answer = client.post(path_in_mail(), typed)
    assert answer.status_code == 422
    assert "&lt;b&gt;Mooi&lt;/b&gt;" in answer.content.decode()
    question.refresh_from_db()
    assert question.answered_at is None


def test_the_database_keeps_each_question_once_and_each_number_whole(question):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(adoption=question.adoption, moment=3, asked_at=question.asked_at)
    for wrong in ({"use": "in_use"}, {"amount": 3}, {"moment": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowUp.objects.update(**wrong)


def test_an_editor_removes_an_answer_and_the_question_is_not_asked_again(client, question, editor):
    answered = follow_ups.answer_follow_up(question, FollowUpAnswer("in_use", "Vuile taal."), by=SYSTEM)
    client.force_login(editor)
    assert client.get(reverse("followup:index")).status_code == 200
    follow_ups.remove_answer(answered, by=editor)
    assert "Vuile taal." not in client.get(PAGE).content.decode()
    assert follow_ups.ask_due_follow_ups() == 0
    with pytest.raises(NotAllowed):
        follow_ups.remove_answer(answered, by=a_person())
