"""Actions to a spreadsheet and back: without loss, with a preview, and never over somebody else's change."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.flows import spreadsheets
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.models import Action, Milestone, PartnerRole
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.rules import spreadsheet_columns
from stedennet.agenda.rules.status import MilestoneState
from stedennet.core.access import SYSTEM
from stedennet.core.dates import PlanPrecision
from stedennet.core.day_texts import parse_day_text
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.import_plans import NameIndex, RowKind, format_day_cell
from tests.builders.editions import adopt, make_edition, partner
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition(eindhoven, utrecht, mobility):
    edition = make_edition(eindhoven, utrecht, actions=3)
    one = edition.commitments.get(action__code="SM-1")
    one.begins_on, one.begins_precision = dt.date(2026, 7, 1), PlanPrecision.QUARTER
    one.budget_low, one.budget_high, one.sdgs = 10_000, 25_000, [7, 11]
    one.description = "Eerste alinea.\n\n=SOM(A1) is geen formule."
    save_record(one, by=SYSTEM)
    one.themes.add(mobility)
    one.depends_on.add(Action.objects.get(code="SM-2"))
    partner(one, utrecht)
    Milestone.objects.create(action=one.action, title="Plan", due_on=dt.date(2026, 9, 1), precision="month")
    return edition


def changed(data, **cells):
    """The file with other words in cells, by sheet_row_column such as acties_2_titel."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        sheet, row, column = place.split("_", 2)
        table = book[sheet]
        number = [cell.value for cell in table[1]].index(column) + 1
        table.cell(int(row), number).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@given(st.sampled_from(["", *spreadsheet_columns.ROLES]), st.text("abc :éE", max_size=20).map(str.strip))
def test_what_a_partner_does_comes_back_as_it_was_written(role, part):
    written = spreadsheet_columns.format_partner_part(role, part)
    assert spreadsheet_columns.format_partner_part(*spreadsheet_columns.parse_partner_part(written)) == written
    if role:
        assert spreadsheet_columns.parse_partner_part(written) == (role, part)


def kinds(plan):
    return [one.kind for one in plan.rows if one.kind is not RowKind.SAME]


def test_what_goes_out_and_comes_back_changes_nothing(edition):
    before = build_edition_content(edition)
    data = spreadsheets.build_workbook(edition)
    plan = spreadsheets.preview_import(edition, data, by=SYSTEM)
    assert {one.kind for one in plan.rows} == {RowKind.SAME}
    assert len(plan.rows) == 4
    assert spreadsheets.import_workbook(edition, data, by=SYSTEM) == 0
    assert build_edition_content(edition) == before


def test_into_an_emptied_edition_everything_comes_back(edition):
    before, data = build_edition_content(edition), spreadsheets.build_workbook(edition)
    edition.commitments.all().delete()
    Milestone.objects.all().delete()
    rows = range(2, 5)
    fresh = changed(data, **{f"acties_{row}_versie": "" for row in rows}, mijlpalen_2_versie="", mijlpalen_2_nummer="")
    assert spreadsheets.import_workbook(edition, fresh, by=SYSTEM) == 4
    assert build_edition_content(edition) == before


def test_the_preview_shows_each_cell_before_and_after(edition):
    data = changed(spreadsheets.build_workbook(edition), acties_2_titel="Nieuwe titel", acties_2_fase="uitvoeren")
    plan = spreadsheets.preview_import(edition, data, by=SYSTEM)
    (row,) = plan.work
    assert {(one.column, one.before, one.after) for one in row.changes} == {
        ("titel", "Actie SM-1", "Nieuwe titel"),
        ("fase", "", "uitvoeren"),
    }
    assert edition.commitments.get(action__code="SM-1").title == "Actie SM-1"
    assert spreadsheets.import_workbook(edition, data, by=SYSTEM) == 1
    one = edition.commitments.get(action__code="SM-1")
    assert (one.title, one.action.phase) == ("Nieuwe titel", "doing")


def test_a_row_that_somebody_changed_meanwhile_is_stale_and_nothing_is_stored(edition):
    data = changed(spreadsheets.build_workbook(edition), acties_2_titel="Van mij", acties_3_titel="Ook van mij")
    one = edition.commitments.get(action__code="SM-1")
    one.lead = "Iemand anders schreef dit."
    save_record(one, by=SYSTEM)
    assert kinds(spreadsheets.preview_import(edition, data, by=SYSTEM)) == [RowKind.STALE, RowKind.CHANGED]
    with pytest.raises(Refused, match=r"rij 2 \(SM-1\).*Iemand wijzigde"):
        spreadsheets.import_workbook(edition, data, by=SYSTEM)
    assert edition.commitments.get(action__code="SM-2").title == "Actie SM-2"


def test_a_change_of_themes_or_partners_makes_a_row_stale_too(edition, mobility):
    data = changed(spreadsheets.build_workbook(edition), acties_2_titel="Van mij")
    edition.commitments.get(action__code="SM-1").themes.remove(mobility)
    assert kinds(spreadsheets.preview_import(edition, data, by=SYSTEM)) == [RowKind.STALE]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"acties_2_begint": "morgen"}, "geen dag"),
        ({"acties_2_begint": "2026-02-30"}, "bestaat"),
        ({"acties_2_kosten_vanaf": "veel"}, "Cel P2: .* geen getal"),
        ({"acties_2_verantwoordelijk": "Gemeente Nergens"}, "niet in het register"),
        ({"acties_2_themas": "Onbekend"}, "niet in het register"),
        ({"acties_2_sdgs": "18"}, "van 1 tot en met 17"),
        ({"acties_2_fase": "bezig"}, "Kies uit"),
        ({"acties_3_code": "SM-1"}, "twee keer|Iemand wijzigde"),
        ({"mijlpalen_2_stand": "half"}, "Kies uit"),
        ({"mijlpalen_2_gehaald_op": "2026"}, "hele dag"),
        ({"mijlpalen_2_actie": "SM-2"}, "blijft bij haar actie"),
        ({"mijlpalen_2_actie": "ZZ-1"}, "niet in deze editie"),
    ],
)
def test_what_cannot_be_is_said_by_row_and_nothing_is_stored(edition, cells, says):
    before = build_edition_content(edition)
    data = changed(spreadsheets.build_workbook(edition), acties_4_titel="Dit mag", **cells)
    plan = spreadsheets.preview_import(edition, data, by=SYSTEM)
    assert any(re.search(says, one.problem) for one in plan.problems)
    with pytest.raises(Refused, match="niets opgeslagen"):
        spreadsheets.import_workbook(edition, data, by=SYSTEM)
    assert build_edition_content(edition) == before


@pytest.mark.parametrize(
    "cells",
    [
        {"acties_2_titel": ""},
        {"acties_2_titel": "x" * 201},
        {"acties_2_klaar": "2020"},
        {"acties_2_bron": "geen adres"},
        {"acties_2_hangt_af_van": "ZZ-99"},
        {"mijlpalen_2_gehaald_op": "2026-09-02"},
    ],
)
def test_what_the_database_refuses_stores_nothing_either(edition, cells):
    before = build_edition_content(edition)
    data = changed(spreadsheets.build_workbook(edition), acties_4_titel="Dit mag", **cells)
    with pytest.raises(Refused):
        spreadsheets.import_workbook(edition, data, by=SYSTEM)
    assert build_edition_content(edition) == before


def test_what_lies_fixed_stays_and_phase_and_milestones_may_go_on(edition):
    adopt(edition)
    edition.refresh_from_db()
    data = changed(spreadsheets.build_workbook(edition), acties_2_fase="plannen", mijlpalen_2_stand="gehaald")
    assert spreadsheets.import_workbook(edition, data, by=SYSTEM) == 2
    assert Milestone.objects.get().state == "done"
    frozen = changed(spreadsheets.build_workbook(edition), acties_2_titel="Anders")
    (row,) = spreadsheets.preview_import(edition, frozen, by=SYSTEM).problems
    assert "ligt vast" in row.problem


def test_actions_that_the_file_does_not_have_stay_and_are_named(edition):
    data = spreadsheets.build_workbook(edition, ["SM-2"])
    assert spreadsheets.preview_import(edition, data, by=SYSTEM).absent == ("SM-1", "SM-3")
    spreadsheets.import_workbook(edition, data, by=SYSTEM)
    assert edition.commitments.count() == 3


def test_columns_may_be_left_out(edition):
    data = f"code,titel,versie\nSM-3,Nieuw,{version_of(edition, 'SM-3')}\nSM-9,Erbij,\n".encode()
    assert spreadsheets.import_workbook(edition, data, by=SYSTEM) == 2
    assert set(edition.commitments.filter(title__in=["Nieuw", "Erbij"]).values_list("action__code", flat=True)) == {
        "SM-3",
        "SM-9",
    }
    assert edition.commitments.get(action__code="SM-3").lead == "Wij doen dit."


def version_of(edition, code):
    book = openpyxl.load_workbook(io.BytesIO(spreadsheets.build_workbook(edition, [code])))
    columns = [cell.value for cell in book["acties"][1]]
    return book["acties"].cell(2, columns.index("versie") + 1).value


def test_only_the_office_reads_in(edition, eindhoven):
    with pytest.raises(NotAllowed):
        spreadsheets.preview_import(edition, spreadsheets.build_workbook(edition), by=speaks_for(eindhoven))


def test_the_words_for_phase_state_and_role_are_those_of_the_site():
    assert {one.value: str(one.label) for one in Phase} == spreadsheet_columns.PHASES
    assert {one.value: str(one.label) for one in MilestoneState} == spreadsheet_columns.STATES
    assert {one.value: str(one.label) for one in PartnerRole} == spreadsheet_columns.ROLES


@given(st.dates(), st.sampled_from(list(PlanPrecision)))
def test_a_day_as_cell_is_read_as_the_same_period(day, precision):
    found, known = parse_day_text(format_day_cell(day, precision))
    assert known == precision
    assert format_day_cell(found, known) == format_day_cell(day, precision)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from("abc"), st.sampled_from(["A", "B", "a"])), max_size=6))
def test_every_thing_is_found_by_the_word_that_is_written_for_it(rows):
    things = {key: (key, f"{slug}-{key}", name) for key, slug, name in rows}
    names = NameIndex(things.values())
    assert all(names.key(names.word(key)) == key for key in things)
