"""Progress reports: how the actions stood at the end of a period, frozen, compared with the report before."""

import datetime as dt
import hashlib
import io
import json

import pikepdf
import pypdf
import pytest
from django.db import IntegrityError, transaction

from stedennet.agenda.flows import progress
from stedennet.agenda.flows.pdfs import make_missing_pdfs
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.flows.reports import find_previous_report, publish_report
from stedennet.agenda.models import Action, Indicator, IndicatorPoint, Milestone, ProgressReport, ReportPdf
from stedennet.agenda.rules.reports import compare_reports, count_statuses
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition(clock, eindhoven, utrecht):
    return adopt(make_edition(eindhoven, utrecht, actions=2))


def make_report(title="Voortgang", days=30):
    return publish_report(
        by=SYSTEM, title=title, foreword="Zo ging het.", begins_on=today() - dt.timedelta(days), ends_on=today()
    )


def content_of(one):
    return json.loads(one.content)


def test_it_keeps_the_actions_as_they_were(edition, clock):
    commitment = edition.commitments.get(action__code="SM-1")
    progress.record_progress_update(commitment, by=SYSTEM, text="Begonnen.", on=today())
    Milestone.objects.create(action=commitment.action, title="Plan", due_on=today() + dt.timedelta(90))
    made = make_report()
    progress.stop_action(commitment, by=SYSTEM, reason="Het geld is op.")
    (first, second) = content_of(ProgressReport.objects.get(pk=made.pk))["actions"]
    assert (first["code"], first["status"], second["status"]) == ("SM-1", "on_schedule", "unreported")
    assert [one["text"] for one in first["updates"]] == ["Begonnen."]
    assert first["milestones"][0]["state"] == "planned"


def test_what_happened_after_the_period_does_not_count(edition, clock):
    commitment = edition.commitments.get(action__code="SM-1")
    end = today()
    goal = Milestone.objects.create(action=commitment.action, title="Plan", due_on=end + dt.timedelta(90))
    meter = Indicator.objects.create(action=commitment.action, name="Sensoren", unit="stuks")
    IndicatorPoint.objects.create(indicator=meter, kind="value", on=end, value=5)
    clock.later(days=5)
    progress.set_milestone_state(commitment, goal, "done", by=SYSTEM)
    progress.record_progress_update(commitment, by=SYSTEM, text="Later.", on=today())
    progress.state_status(commitment, "late", by=SYSTEM, reason="Later.")
    IndicatorPoint.objects.create(indicator=meter, kind="value", on=today(), value=9)
    made = publish_report(by=SYSTEM, title="V", foreword="", begins_on=end - dt.timedelta(30), ends_on=end)
    first = content_of(made)["actions"][0]
    assert (first["status"], first["updates"], first["milestones"][0]["completed"]) == ("on_schedule", [], "")
    assert first["indicators"][0]["value"] == "5"


def test_the_seal_is_the_hash_of_the_file(edition):
    made = make_report()
    assert hashlib.sha256(made.content.encode()).hexdigest() == made.seal


def test_it_never_changes_also_not_behind_the_flows(edition):
    made = make_report()
    for change in (
        lambda: ProgressReport.objects.update(title="Anders"),
        lambda: ProgressReport.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="report_frozen"), transaction.atomic():
            change()
    made.refresh_from_db()
    assert made.title == "Voortgang"


def test_it_is_compared_with_the_report_before(edition, clock):
    first = make_report("Eerste")
    clock.later(days=10)
    progress.stop_action(edition.commitments.get(action__code="SM-1"), by=SYSTEM, reason="Klaar mee.")
    second = make_report("Tweede")
    assert find_previous_report(second) == first
    assert find_previous_report(first) is None
    found = compare_reports(content_of(first), content_of(second))
    assert [(one.code, one.before, one.after) for one in found.moved] == [("SM-1", "unreported", "stopped")]
    assert (found.added, found.gone) == ((), ())
    assert count_statuses(content_of(second)) == {"unreported": 1, "stopped": 1}


def test_the_comparison_tells_phases_and_milestones_reached(edition, clock):
    commitment = edition.commitments.get(action__code="SM-1")
    plan, other = (
        Milestone.objects.create(action=commitment.action, title=title, due_on=today() + dt.timedelta(90))
        for title in ("Plan", "Proef")
    )
    progress.set_milestone_state(commitment, plan, "done", by=SYSTEM)
    progress.change_phase(commitment, "planning", by=SYSTEM)
    first = make_report("Eerste")
    clock.later(days=10)
    progress.set_milestone_state(commitment, other, "done", by=SYSTEM)
    progress.change_phase(commitment, "doing", by=SYSTEM)
    found = compare_reports(content_of(first), content_of(make_report("Tweede")))
    assert [(one.code, one.before, one.after) for one in found.phases] == [("SM-1", "planning", "doing")]
    assert [(one.milestone, one.completed) for one in found.reached] == [("Proef", today().isoformat())]
    assert found.ends == ()


def test_the_comparison_tells_which_milestones_were_moved(client, edition, clock):
    action = Action.objects.get(code="SM-1")
    goal = save_record(
        Milestone(action=action, title="Plan", due_on=dt.date(2026, 6, 1), precision="month"), by=SYSTEM
    )
    first = make_report("Eerste")
    clock.later(days=10)
    goal.due_on, goal.precision = dt.date(2027, 1, 1), "year"
    save_record(goal, by=SYSTEM)
    second = make_report("Tweede")
    found = compare_reports(content_of(first), content_of(second))
    assert [(one.title, one.before, one.after) for one in found.postponed] == [("Plan", "2026-06", "2027")]
    assert "Mijlpalen met een andere dag" in client.get("/agenda/rapporten/2/").content.decode()


def test_a_report_of_the_past_tells_the_phase_of_then(edition, clock):
    commitment, end = edition.commitments.get(action__code="SM-1"), today()
    progress.change_phase(commitment, "planning", by=SYSTEM)
    clock.later(days=5)
    progress.change_phase(commitment, "doing", by=SYSTEM)
    made = publish_report(by=SYSTEM, title="V", foreword="", begins_on=end - dt.timedelta(30), ends_on=end)
    assert content_of(made)["actions"][0]["phase"] == "planning"


def test_a_report_from_before_there_were_ends_and_keys_can_still_be_compared():
    milestone = {"title": "Plan", "state": "done", "completed": "2026-01-02"}
    row = {"code": "SM-1", "title": "Actie", "status": "late", "phase": "doing", "milestones": [milestone]}
    new = {**row, "ends": "2027", "milestones": [{**milestone, "key": 1}, {**milestone, "key": 2, "title": "Proef"}]}
    found = compare_reports({"actions": [row]}, {"actions": [new]})
    assert (found.ends, [one.milestone for one in found.reached]) == ((), ["Proef"])


def test_the_page_tells_what_changed(client, edition, clock):
    commitment = edition.commitments.get(action__code="SM-1")
    plan = Milestone.objects.create(action=commitment.action, title="Plan", due_on=today() + dt.timedelta(90))
    make_report("Eerste")
    clock.later(days=10)
    progress.set_milestone_state(commitment, plan, "done", by=SYSTEM)
    progress.change_phase(commitment, "doing", by=SYSTEM)
    make_report("Tweede")
    page = client.get("/agenda/rapporten/2/").content.decode()
    for shown in ("Mijlpalen die zijn gehaald", "Acties in een andere fase", "niet bekend", "uitvoeren"):
        assert shown in page, shown
    make_missing_pdfs()
    read = pypdf.PdfReader(io.BytesIO(bytes(ReportPdf.objects.get(report__number=2).pdf)))
    words = " ".join(" ".join(one.extract_text() for one in read.pages).split())
    assert "Mijlpalen die zijn gehaald" in words
    assert "Acties in een andere fase" in words


def test_the_worker_prints_it_once_tagged_and_in_dutch(edition, clock):
    Action.objects.filter(code="SM-1").update(phase="doing")
    make_report("Eerste")
    make_report('#panic("x") $a$ *sterk* 漢')
    assert make_missing_pdfs() == 3
    assert make_missing_pdfs() == 0
    for one in ReportPdf.objects.all():
        pdf = pikepdf.open(io.BytesIO(bytes(one.pdf)))
        assert str(pdf.Root.Lang) == "nl"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_only_the_office_makes_one_over_a_period_that_is_over(edition, eindhoven):
    period = {"title": "V", "foreword": "", "begins_on": today(), "ends_on": today()}
    with pytest.raises(NotAllowed):
        publish_report(by=speaks_for(eindhoven), **period)
    for wrong in ({"ends_on": today() + dt.timedelta(1)}, {"begins_on": today() + dt.timedelta(1)}):
        with pytest.raises(Refused):
            publish_report(by=SYSTEM, **{**period, **wrong})


def test_without_an_adopted_edition_there_is_nothing_to_report(clock, eindhoven):
    make_edition(eindhoven)
    with pytest.raises(Refused, match="geen vastgestelde editie"):
        make_report()
