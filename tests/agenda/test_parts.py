"""Parts of an action: one level in one edition, their progress from dated facts, and where it shows."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from stedennet.agenda.flows.editions import open_draft
from stedennet.agenda.flows.pdfs import make_draft_pdf
from stedennet.agenda.flows.records import remove_record, save_record
from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.flows.spreadsheets import build_workbook, import_workbook
from stedennet.agenda.models import Action, Commitment
from stedennet.agenda.overview import list_overviews
from stedennet.agenda.rules.differences import compare_editions
from stedennet.agenda.rules.status import DatedFact, PartsProgress, Status, sum_parts
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.core.workbooks import Sheet, write_workbook
from stedennet.lists.agenda import ACTIONS
from tests.builders.editions import adopt, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = dt.date(2026, 3, 2)
FACTS = st.none() | st.builds(DatedFact, st.dates(DAY - dt.timedelta(days=999), DAY + dt.timedelta(days=999)))


@pytest.fixture
def edition(eindhoven):
    """A draft of four actions, of which SM-3 and SM-4 are parts of SM-1."""
    edition = make_edition(eindhoven, actions=4)
    parent = edition.commitments.get(action__code="SM-1")
    for number, code in enumerate(("SM-1", "SM-2", "SM-3", "SM-4"), 1):
        edition.commitments.filter(action__code=code).update(position=number)
    for code in ("SM-3", "SM-4"):
        make_part(edition, code, parent)
    return edition


def make_part(edition, code, parent):
    commitment = edition.commitments.get(action__code=code)
    commitment.parent = parent
    return save_record(commitment, by=SYSTEM)


@given(st.lists(st.tuples(st.sampled_from(Status), FACTS), max_size=20))
def test_the_counts_are_those_of_the_parts_and_done_rests_on_a_dated_fact(parts):
    progress = sum_parts(parts, today=DAY)
    counted = [status for status, _fact in parts if status != Status.MERGED]
    if progress is None:
        assert counted == []
        return
    assert progress.total == len(counted) == sum(number for _status, number in progress.counts)
    assert progress.done == sum(status == Status.DONE and bool(fact) and fact.on <= DAY for status, fact in parts)
    assert [status for status, _number in progress.counts] == [s for s in Status if s in dict(progress.counts)]


@given(st.lists(st.tuples(st.sampled_from(Status), FACTS), max_size=20), st.randoms())
def test_the_order_of_the_parts_makes_no_difference(parts, shuffler):
    shuffled = list(parts)
    shuffler.shuffle(shuffled)
    assert sum_parts(parts, today=DAY) == sum_parts(shuffled, today=DAY)


def test_an_action_has_one_level_of_parts_in_its_own_edition(edition, eindhoven):
    one, two, three = (edition.commitments.get(action__code=code) for code in ("SM-1", "SM-2", "SM-3"))
    for child, parent in ((two, three), (one, two), (two, two)):
        child.parent = parent
        with pytest.raises(Refused) as refusal:
            save_record(child, by=SYSTEM)
        assert "dezelfde editie" in refusal.value.message
        child.refresh_from_db()
    adopt(edition)
    copy = open_draft(by=SYSTEM)
    with pytest.raises(Refused):
        make_part(copy, "SM-2", one)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.commitments.filter(action__code="SM-2").update(parent=one)


def test_what_was_adopted_keeps_its_parts_and_the_next_edition_has_them_too(edition):
    adopt(edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(parent=None)
    copy = open_draft(by=SYSTEM)
    parts = copy.commitments.exclude(parent=None).order_by("action__code")
    assert [(part.action.code, part.parent.action.code) for part in parts] == [("SM-3", "SM-1"), ("SM-4", "SM-1")]
    assert {part.parent.edition_id for part in parts} == {copy.pk}
    assert [row.position for row in copy.commitments.order_by("action__code")] == [1, 2, 3, 4]


def test_without_its_parent_a_part_is_an_action_by_itself(edition):
    remove_record(edition.commitments.get(action__code="SM-1"), by=SYSTEM)
    assert not edition.commitments.exclude(parent=None).exists()


def test_parts_follow_their_parent_which_has_their_progress_beside_its_own_status(edition):
    adopt(edition)
    Action.objects.filter(code="SM-3").update(done_on=today())
    overviews = {overview.code: overview for overview in list_overviews(edition, today=today())}
    assert list(overviews) == ["SM-1", "SM-3", "SM-4", "SM-2"]
    parent = overviews["SM-1"]
    assert parent.parts == PartsProgress(2, 1, ((Status.UNREPORTED, 1), (Status.DONE, 1)))
    assert parent.shown == Status.UNREPORTED
    assert (overviews["SM-3"].parent_code, overviews["SM-2"].parts) == ("SM-1", None)


def test_the_seal_the_differences_and_the_pdf_name_the_parent(edition):
    after = build_edition_content(edition)
    actions = {action["code"]: action for action in after["actions"]}
    assert (actions["SM-3"]["part_of"], "part_of" in actions["SM-2"]) == ("SM-1", False)
    assert make_draft_pdf(edition).startswith(b"%PDF")
    for commitment in edition.commitments.exclude(parent=None):
        commitment.parent = None
        save_record(commitment, by=SYSTEM)
    changes = compare_editions(build_edition_content(edition), after).changed
    assert [(change.code, change.facts[0].field, change.facts[0].after) for change in changes] == [
        ("SM-3", "part_of", "SM-1"),
        ("SM-4", "part_of", "SM-1"),
    ]


def test_the_list_can_be_filtered_and_counts_what_it_shows(edition):
    adopt(edition)
    Action.objects.filter(code="SM-3").update(done_on=today())
    (option,) = ACTIONS.options("onderdeel_van", {})
    assert (option.value, option.label, option.count) == ("SM-1", "SM-1 Actie SM-1", 2)
    rows = {row["code"]: row for row in ACTIONS.as_data(ACTIONS.read({}))}
    assert (rows["SM-1"]["deelacties"], rows["SM-1"]["deelacties_klaar"]) == (2, 1)
    assert (rows["SM-3"]["onderdeel_van"], rows["SM-2"]["onderdeel_van"]) == ("SM-1", None)


def test_a_spreadsheet_brings_parts_also_when_the_parent_stands_below_them(edition):
    assert import_workbook(edition, build_workbook(edition), by=SYSTEM) == 0
    rows = [
        {"code": "SM-9", "titel": "Deel", "onderdeel_van": "SM-8"},
        {"code": "SM-8", "titel": "Geheel", "onderdeel_van": ""},
    ]
    data = write_workbook([Sheet("acties", ("code", "titel", "onderdeel_van"), rows)])
    assert import_workbook(edition, data, by=SYSTEM) == 2
    assert edition.commitments.get(action__code="SM-9").parent.action.code == "SM-8"
    wrong = [{"code": "SM-10", "titel": "Deel", "onderdeel_van": "ZZ-1"}]
    with pytest.raises(Refused) as refusal:
        import_workbook(
            edition, write_workbook([Sheet("acties", ("code", "titel", "onderdeel_van"), wrong)]), by=SYSTEM
        )
    assert "ZZ-1" in refusal.value.message


def read(client, address):
    page = html.fromstring(client.get(address).content.decode())
    return " ".join(page.xpath("//main")[0].text_content().split()), page


def test_pages_show_parts_and_parents(client, edition):
    Commitment.objects.update(begins_on=today())
    adopt(edition)
    Action.objects.filter(code="SM-3").update(done_on=today())
    shown, page = read(client, "/agenda/acties/SM-1/")
    assert "1 van 2 deelacties klaar (1 niets gemeld, 1 klaar)" in shown
    assert "Deelacties 2" in shown
    assert page.xpath("//section[@aria-labelledby='deelacties']//a[@href='/agenda/acties/SM-3/']")
    shown, page = read(client, "/agenda/acties/SM-3/")
    assert "Onderdeel van SM-1 Actie SM-1" in shown
    assert "Deelacties" not in read(client, "/agenda/acties/SM-2/")[0]
    for address in ("/agenda/", "/agenda/bord/", "/agenda/tabel/", "/agenda/tijdlijn/"):
        shown, _page = read(client, address)
        assert "1 van 2 deelacties klaar" in shown, address
    assert "1 of 2 sub-actions done" in read(client, "/en/agenda/")[0]


def test_many_parts_cost_no_more_queries(client, edition, eindhoven):
    def count():
        client.get("/agenda/acties/SM-1/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/agenda/acties/SM-1/").status_code == 200
        return len(queries)

    adopt(edition)
    few = count()
    more = open_draft(by=SYSTEM)
    parent = more.commitments.get(action__code="SM-1")
    for number in range(10, 40):
        action = Action.objects.create(code=f"SM-{number}")
        save_record(
            Commitment(edition=more, action=action, title="Deel", parent=parent, responsible=eindhoven), by=SYSTEM
        )
    adopt(more)
    assert count() == few
