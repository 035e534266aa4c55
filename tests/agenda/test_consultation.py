"""The consultation: remarks from everybody or from the parties, in time, each with an answer in public."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import consultation, editions
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Remark
from stedennet.agenda.rules.editions import Status, Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.intake import flows as intake
from stedennet.outbox.models import OutgoingMail
from tests.builders.people import speaks_for

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
FORM = "/agenda/edities/1/reageren/"


@pytest.fixture
def edition(draft):
    cache.clear()
    draft.consultation_ends_on = today() + dt.timedelta(days=7)
    save_record(draft, by=SYSTEM)
    return editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())


def say(edition, by=ANYBODY, *, text="Vergeet de fietser niet.", code="", email="jo@example.org"):
    return consultation.submit_remark(
        edition,
        by=by,
        name="Jo",
        email=email,
        organisation="Fietsersbond",
        text=text,
        code=code,
        language="nl",
        once=str(uuid4()),
        page="/agenda/edities/1/",
    )


def placed(edition, **more) -> Remark:
    submission = say(edition, **more)
    mail = OutgoingMail.objects.filter(to=submission.email).order_by("-id").first()
    submission = intake.confirm_submission(re.search(r"/bevestigen/([^/\s]+)/", mail.text)[1])
    intake.accept_submission(submission, by=SYSTEM)
    return Remark.objects.get(submission=submission)


def test_a_remark_is_confirmed_moderated_answered_and_public(client, edition):
    given = placed(edition, code="SM-1")
    page = client.get("/agenda/edities/1/").content.decode()
    assert "Vergeet de fietser niet." in page
    assert "Nog geen antwoord." in page
    consultation.answer_remark(given, "Dat doen wij in actie 2.", by=SYSTEM)
    consultation.answer_remark(given, "Dat doen wij in actie 3.", by=SYSTEM)
    page = client.get("/agenda/edities/1/").content.decode()
    assert "Dat doen wij in actie 3." in page
    assert "jo@example.org" not in page
    answers = OutgoingMail.objects.filter(subject__startswith="Antwoord op uw opmerking")
    assert [one.to for one in answers] == ["jo@example.org"]


def test_an_edition_waits_for_the_answers_to_all_remarks(edition):
    given = placed(edition)
    with pytest.raises(Refused, match="Er wacht nog 1 opmerking op een antwoord"):
        editions.take_step(edition, Step.SUBMIT, by=SYSTEM)
    consultation.answer_remark(given, "Dank u.", by=SYSTEM)
    assert editions.take_step(edition, Step.SUBMIT, by=SYSTEM).status == Status.APPROVAL


def test_only_during_the_consultation(edition, draft, monkeypatch):
    edition.consultation_ends_on = today()
    save_record(edition, by=SYSTEM)
    assert consultation.can_submit_remark(edition, by=ANYBODY)
    edition.consultation_ends_on = today() - dt.timedelta(days=1)
    edition.save(update_fields=["consultation_ends_on"])
    with pytest.raises(NotAllowed):
        say(edition)
    edition = editions.take_step(edition, Step.SUBMIT, by=SYSTEM)
    assert not consultation.can_submit_remark(edition, by=ANYBODY)


def test_when_it_is_for_the_parties_only_who_speaks_for_one_may(edition, eindhoven, client):
    edition.consultation_is_open = False
    save_record(edition, by=SYSTEM)
    with pytest.raises(NotAllowed):
        say(edition)
    assert client.get(FORM).status_code == 410
    assert say(edition, by=speaks_for(eindhoven)).kind == consultation.KIND


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"text": "x" * 4001}, {"code": "SM-99"}])
def test_what_makes_no_sense_is_refused(edition, wrong):
    with pytest.raises(Refused):
        say(edition, **wrong)


def test_the_form_sends_it_and_keeps_what_was_typed(client, edition):
    typed = {"name": "Jo", "email": "jo@example.org", "code": "SM-2", "text": "Te weinig.", "once": str(uuid4())}
    wrong = client.post(FORM, {**typed, "email": "jo"})
    assert (wrong.status_code, "Te weinig." in wrong.content.decode()) == (422, True)
    assert client.post(FORM, typed, follow=True).status_code == 200
    assert OutgoingMail.objects.get().to == "jo@example.org"


def test_who_takes_back_what_was_answered_leaves_no_name(edition):
    first, second = placed(edition), placed(edition, email="an@example.org")
    consultation.answer_remark(second, "Dank u.", by=SYSTEM)
    for one in (first, second):
        intake.withdraw_submission(one.submission)
    left = Remark.objects.get()
    assert (left.name, left.organisation, left.answer) == ("", "", "Dank u.")


def test_the_office_answers_in_the_admin_and_changes_nothing_else(client, edition, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    given = placed(edition)
    client.force_login(create_person(email="o@example.org", name="O", password=None, by=SYSTEM, is_editor=True))
    page = f"/beheer/remark/edit/{given.pk}/"
    assert "Vergeet de fietser niet." in client.get(page).content.decode()
    assert client.post(page, {"answer": " ", "text": "Anders"}).status_code == 200
    assert client.post(page, {"answer": "Dank u.", "text": "Anders"}).status_code == 302
    given.refresh_from_db()
    assert (given.answer, given.text) == ("Dank u.", "Vergeet de fietser niet.")
    assert client.post("/beheer/remark/new/", {"answer": "X"}).status_code == 200
    client.post(f"/beheer/remark/delete/{given.pk}/")
    assert Remark.objects.count() == 1


def test_the_report_says_that_one_can_react_while_it_is_open_and_could_when_it_is_over(clock, client, edition):
    page = "/agenda/edities/1/opmerkingen/"
    assert "Reageren kan tot en met" in client.get(page).content.decode()
    assert "Wees de eerste" in client.get(page).content.decode()
    clock.later(days=8)
    assert "Reageren kon tot en met" in client.get(page).content.decode()
    assert "Niemand maakte een opmerking" in client.get(page).content.decode()
