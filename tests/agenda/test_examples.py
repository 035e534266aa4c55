"""Examples stand apart: in lists, counts, feeds, numbers and the database."""

import datetime as dt
import json
import re

import pytest
from django.db import IntegrityError, transaction

from stedennet.agenda.flows import editions, strategies
from stedennet.agenda.flows.approvals import ApprovalData, import_approval
from stedennet.agenda.flows.pdfs import make_missing_pdfs
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.flows.reminders import send_reminders
from stedennet.agenda.flows.reports import find_previous_report, publish_report
from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.models import Action, Commitment, Edition, Milestone, Party, Strategy
from stedennet.agenda.rules.editions import Status, Step
from stedennet.agenda.rules.strategies import Step as StrategyStep
from stedennet.calls.flows.submissions import find_linked_record
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import Refused
from stedennet.lists.agenda import ACTIONS, EXAMPLES
from stedennet.search.sources import read_actions, read_editions, read_strategies
from tests.agenda.test_pdfs import words_of
from tests.builders.editions import adopt
from tests.fixtures.agenda import vng  # noqa: F401

pytestmark = pytest.mark.django_db
FACES = ("", "tabel/", "bord/", "tijdlijn/", "export.csv", "export.json", "feed.atom", "kalender.ics")


@pytest.fixture
def real(draft):
    return adopt(draft)


@pytest.fixture
def example(eindhoven):
    """An adopted example edition with one action and a milestone."""
    strategy = Strategy(slug="voorbeeld", title="Voorbeeld: strategie", summary="Bedacht.", is_example=True)
    strategy.begins_on = today()
    save_record(strategy, by=SYSTEM)
    strategies.take_step(strategy, StrategyStep.RECORD, by=SYSTEM)
    edition = save_record(
        Edition(number=901, title="Voorbeeld: agenda", strategy=strategy, is_example=True), by=SYSTEM
    )
    party = save_record(Party(edition=edition, organisation=eindhoven), by=SYSTEM)
    action = Action.objects.create(code="VB-1", is_example=True)
    save_record(Commitment(edition=edition, action=action, title="Voorbeeld: laadpaal", begins_on=today()), by=SYSTEM)
    day = today() + dt.timedelta(days=30)
    save_record(Milestone(action=action, title="Voorbeeld: tien laadpalen", due_on=day), by=SYSTEM)
    edition = editions.take_step(edition, Step.SUBMIT, by=SYSTEM)
    import_approval(party, ApprovalData("approved", "Voorbeeld: de burgemeester"), by=SYSTEM, at=now())
    return editions.take_step(edition, Step.ADOPT, by=SYSTEM)


def html(response):
    return response.content.decode()


def test_an_adopted_example_leaves_the_adopted_edition_in_force(real, example):
    assert Edition.objects.current() == Edition.objects.adopted() == real
    assert Edition.objects.current_example() == example
    real.refresh_from_db()
    assert real.status == Status.ADOPTED


def test_the_next_edition_follows_the_newest_real_one(real, example):
    following = editions.open_draft(by=SYSTEM)
    assert following.number == real.number + 1
    assert not following.is_example
    assert not following.commitments.filter(action__is_example=True).exists()


@pytest.mark.database
def test_an_example_and_something_real_never_stand_together(real, example):
    draft = editions.open_draft(by=SYSTEM)
    wrong, right = Action.objects.get(code="VB-1"), Action.objects.get(code="SM-1")
    commitment = draft.commitments.get(action=right)
    for attempt in (
        lambda: Commitment.objects.create(edition=draft, action=wrong, title="x"),
        lambda: commitment.depends_on.add(wrong),
        lambda: Edition.objects.create(number=7, title="x", strategy=example.strategy),
        lambda: Edition.objects.create(number=7, title="x", strategy=example.strategy, is_example=True),
        lambda: Edition.objects.create(number=902, title="x"),
        lambda: Edition.objects.create(number=902, title="x", is_example=True),
        lambda: Edition.objects.filter(pk=draft.pk).update(strategy=example.strategy),
        lambda: Action.objects.filter(pk=right.pk).update(is_example=True),
        lambda: Action.objects.filter(pk=right.pk).update(superseded_by=wrong),
        lambda: Action.objects.filter(pk=right.pk).update(merged_into=wrong),
        lambda: Strategy.objects.filter(pk=example.strategy_id).update(is_example=False),
    ):
        with pytest.raises(IntegrityError, match="example"), transaction.atomic():
            attempt()
    with pytest.raises(Refused, match="Voorbeelden staan apart"):
        save_record(Commitment(edition=draft, action=wrong, title="x"), by=SYSTEM)


@pytest.mark.database
def test_what_was_frozen_is_still_frozen_beside_the_new_column(real):
    with pytest.raises(IntegrityError, match="edition_frozen_text"), transaction.atomic():
        Edition.objects.filter(pk=real.pk).update(title="Anders")


@pytest.mark.parametrize("face", FACES)
def test_the_agenda_shows_no_example_on_any_face(client, real, example, face):
    assert "VB-1" not in html(client.get(f"/agenda/{face}"))


@pytest.mark.parametrize("face", FACES)
def test_the_list_of_examples_shows_only_examples_and_says_so_on_each_face(client, real, example, face):
    page = html(client.get(f"/agenda/voorbeelden/{face}"))
    assert "SM-1" not in page
    assert "VB-1" in page
    assert "oorbeeld: " in page


def test_the_data_have_a_column_that_tells_examples(client, real, example):
    assert '"voorbeeld": false' in html(client.get("/agenda/export.json"))
    assert '"voorbeeld": true' not in html(client.get("/agenda/export.json"))
    assert '"voorbeeld": true' in html(client.get("/agenda/voorbeelden/export.json"))


def test_each_page_of_an_example_carries_the_mark(client, real, example):
    publish_report(by=SYSTEM, title="Voorbeeld", foreword="", begins_on=today(), ends_on=today(), about_example=True)
    mark = '<strong class="badge">voorbeeld</strong>'
    for path in (
        "acties/VB-1/",
        "edities/901/",
        "edities/",
        "rapporten/901/",
        "rapporten/",
        "voorbeelden/",
        "voorbeelden/tabel/",
        "voorbeelden/bord/",
        "voorbeelden/tijdlijn/",
    ):
        assert mark in html(client.get(f"/agenda/{path}")), path
    assert mark in html(client.get("/strategie/voorbeeld/"))
    for path in ("acties/SM-1/", "edities/1/", "", "tabel/", "bord/", "tijdlijn/"):
        assert mark not in html(client.get(f"/agenda/{path}")), path


def test_the_sealed_content_and_the_pdf_of_an_example_say_so(real, example):
    assert json.loads(example.sealed)["example"] is True
    assert "example" not in build_edition_content(real)
    make_missing_pdfs()
    assert "VOORBEELD" in words_of(example)
    assert "VOORBEELD" not in words_of(real)


def test_search_names_examples_by_their_title_and_never_the_current_strategy(client, real, example):
    titles = {record.title for record in (*read_actions(None), *read_editions(None), *read_strategies(None))}
    assert {title for title in titles if "laadpaal" in title or "strategie" in title} == {
        "Voorbeeld: laadpaal",
        "Voorbeeld: strategie",
    }
    assert "nog geen" in html(client.get("/strategie/"))


def test_news_and_feeds_of_the_network_tell_nothing_about_examples(client, real, example):
    for path in ("/", "/agenda/edities/feed.atom", "/agenda/rapporten/feed.atom", "/agenda/feed.atom"):
        assert "Voorbeeld: " not in html(client.get(path)), path


def test_a_report_is_about_the_real_edition_unless_it_is_an_example(real, example):
    period = {"by": SYSTEM, "foreword": "", "begins_on": today(), "ends_on": today()}
    report = publish_report(title="Voortgang", **period)
    of_example = publish_report(title="Voorbeeld", **period, about_example=True)
    following = publish_report(title="Voortgang", **period)
    assert [report.number, of_example.number, following.number] == [1, 901, 2]
    assert {row["code"] for row in json.loads(report.content)["actions"]} == {"SM-1", "SM-2"}
    assert json.loads(of_example.content)["example"] is True
    assert find_previous_report(following) == report
    assert find_previous_report(of_example) is None


def test_nobody_is_reminded_of_an_example(example, settings):
    settings.FRESHNESS_DAYS = (1, 2, 3)
    assert send_reminders() == 0


def test_a_call_is_never_for_an_example(client, real, example):
    assert find_linked_record("actie:VB-1") == (None, None)
    assert "/oproepen/plaatsen/" not in html(client.get("/agenda/acties/VB-1/"))
    assert "actie:SM-1" in html(client.get("/agenda/acties/SM-1/"))


def test_an_example_is_not_compared_with_something_real(client, real, example):
    assert client.get("/agenda/edities/901/verschillen/1/").status_code == 404
    assert "verschillen/1/" not in html(client.get("/agenda/edities/901/"))


def test_one_setting_takes_all_examples_off(client, real, example, settings):
    publish_report(by=SYSTEM, title="Voorbeeld", foreword="", begins_on=today(), ends_on=today(), about_example=True)
    make_missing_pdfs()
    settings.SHOW_EXAMPLES = False
    for path in (
        "/agenda/acties/VB-1/",
        "/agenda/edities/901/",
        "/agenda/edities/901.json",
        "/agenda/edities/901.pdf",
        "/agenda/rapporten/901/",
        "/agenda/rapporten/901.json",
        "/agenda/rapporten/901.pdf",
        "/strategie/voorbeeld/",
        "/insluiten/actie/VB-1/",
    ):
        assert client.get(path).status_code == 404, path
    for path in ("", "edities/", "rapporten/", *(f"voorbeelden/{face}" for face in FACES)):
        assert not re.search("VB-1|Voorbeeld: ", html(client.get(f"/agenda/{path}"))), path
    assert EXAMPLES.rows() == []
    assert not [row for row in read_actions(None) if row.address == "VB-1"]
    assert not list(read_strategies(None))
    assert ACTIONS.rows()


def test_the_key_of_the_current_edition_is_never_that_of_an_example(real, example):
    assert [row["pk"] for row in Edition.objects.current_key()] == [Edition.objects.current().pk]
    assert Edition.objects.current_example().number > Edition.objects.current().number
