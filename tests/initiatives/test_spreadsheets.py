"""Initiatives exported to a spreadsheet and imported again: lossless, look-alikes marked, all rows or none."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stedennet.core import workbooks
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.import_plans import RowKind
from stedennet.initiatives.flows import initiatives, spreadsheets
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.rules import spreadsheet_columns
from stedennet.initiatives.rules.choices import Phase
from stedennet.lists.initiatives import INITIATIVES
from tests.builders.initiatives import make_initiative
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FACTS = {
    "description": "Eerste alinea.\n\n=SOM(A1) is geen formule.",
    "partners": "Utrecht; levert data\nBewoners",
    "results": "Minder stroom; 12 %",
    "lessons": "Begin klein.\nVraag bewoners.",
    "products": "software; Meetkaart; https://example.org/k; EUPL",
    "links": "Meer; https://example.org/",
    "phase": "pilot",
    "begins_on": dt.date(2026, 7, 1),
    "begins_precision": "quarter",
    "costs_low": 10_000,
    "costs_high": 25_000,
    "sdgs": [3, 11],
}


@pytest.fixture
def lamp(mobility, eindhoven, utrecht):
    one = make_initiative(theme=mobility, lead=eindhoven)
    one.cities.add(eindhoven)
    initiatives.update_initiative(one, FACTS, by=SYSTEM)
    make_initiative("Deelfietsen in de wijk", theme=mobility)
    return one


def book():
    return spreadsheets.build_workbook(Initiative.objects.published().order_by("pk"))


def changed(data, row, **cells):
    """The file with other words in cells of a row; a new row when it is the first empty one."""
    file = openpyxl.load_workbook(io.BytesIO(data))
    sheet = file[spreadsheet_columns.SHEET]
    names = [cell.value for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(row, names.index(name) + 1).value = value
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def table():
    """All that the public columns say."""
    return [line.cells for line in workbooks.read_lines(book())]


def test_what_goes_out_and_comes_back_changes_nothing(lamp):
    before = table()
    plan = spreadsheets.preview_import(book(), by=SYSTEM)
    assert [row.kind for row in plan.rows] == [RowKind.SAME, RowKind.SAME]
    assert spreadsheets.import_workbook(book(), by=SYSTEM) == 0
    assert table() == before


def test_into_an_empty_list_everything_comes_back(lamp):
    before, data = table(), book()
    Initiative.objects.all().delete()
    for row in (2, 3):
        data = changed(data, row, adres="", versie="")
    assert spreadsheets.import_workbook(data, by=SYSTEM) == 2
    assert table() == before


def test_a_change_is_shown_first_and_stored_then(lamp):
    data = changed(book(), 2, naam="Slim licht", fase="in gebruik", fase_sinds="2026-09")
    (row,) = spreadsheets.preview_import(data, by=SYSTEM).work
    assert {one.column for one in row.changes} == {"naam", "fase", "fase_sinds"}
    spreadsheets.import_workbook(data, by=SYSTEM)
    lamp.refresh_from_db()
    assert (lamp.title, lamp.phase, lamp.steps.count()) == ("Slim licht", "in_use", 2)


def test_a_row_that_somebody_changed_meanwhile_stops_everything(lamp):
    data = changed(book(), 2, naam="Van mij")
    data = changed(data, 3, naam="Ook van mij")
    initiatives.update_initiative(lamp, {"lessons": "Een andere les."}, by=SYSTEM)
    with pytest.raises(Refused, match=r"rij 2 \(Van mij\).*Iemand wijzigde"):
        spreadsheets.import_workbook(data, by=SYSTEM)
    assert not Initiative.objects.filter(title="Ook van mij").exists()


def test_look_alikes_of_new_rows_are_marked(lamp):
    data = changed(book(), 4, naam="lantarenpalen slimme", in_een_zin="Palen.", themas="Smart Mobility")
    plan = spreadsheets.preview_import(data, by=SYSTEM)
    assert spreadsheets.find_look_alikes(plan) == {4: "Slimme lantaarnpalen"}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"naam": ""}, "naam"),
        ({"naam": "x" * 151}, "naam"),
        ({"in_een_zin": ""}, "in_een_zin"),
        ({"themas": ""}, "thema"),
        ({"themas": "Onbekend"}, "register"),
        ({"steden": "Nergenshuizen"}, "register"),
        ({"begint": "ooit"}, "geen dag"),
        ({"begint": "2026", "eindigt": "2025"}, "Het einde"),
        ({"fase": "bezig"}, "Kies uit"),
        ({"fase": "gestopt", "lessen": ""}, "les"),
        ({"kosten_vanaf": "veel"}, "Cel Q5: .* geen getal"),
        ({"kosten_vanaf": 1234.5}, "Cel Q5: .* hele euro"),
        ({"kosten_vanaf": "1.234"}, "Cel Q5: .* kan 1234 zijn of 1,234"),
        ({"sdgs": 1.7}, "Cel AC5: “1.7” is geen doel"),
        ({"sdgs": "1.7"}, "Cel AC5: “1.7” is geen doel"),
        ({"naam": "#N/B"}, "Cel B5: hier staat een fout"),
        ({"gemaakt": "onzin; iets"}, "soort"),
        ({"links": "javascript:alert(1)"}, "webadres"),
        ({"sdgs": "99"}, "1 tot en met 17"),
        ({"bron": "geen adres"}, "bron"),
        ({"adres": "bestaat-niet", "versie": "x"}, "bestaat hier niet meer"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(lamp, cells, says):
    good = {"naam": "Goed", "in_een_zin": "Prima.", "themas": "Smart Mobility"}
    data = changed(changed(book(), 4, **good), 5, **{**good, "naam": "Iets", **cells})
    plan = spreadsheets.preview_import(data, by=SYSTEM)
    assert [row.line for row in plan.problems] == [5]
    assert re.search(says, plan.problems[0].problem)
    with pytest.raises(Refused, match="rij 5"):
        spreadsheets.import_workbook(data, by=SYSTEM)
    assert not Initiative.objects.filter(title="Goed").exists()


def test_five_thousand_rows_with_one_bad_one_store_nothing_and_name_it(mobility):
    rows = [f"Initiatief {number},Een zin.,Smart Mobility," for number in range(5000)]
    rows[4321] += "ooit"
    data = "\n".join(["naam,in_een_zin,themas,begint", *rows])
    with pytest.raises(Refused, match="rij 4323 \\(Initiatief 4321\\)"):
        spreadsheets.import_workbook(data.encode(), by=SYSTEM)
    assert not Initiative.objects.exists()


def test_only_editors_read_in(lamp, eindhoven, client):
    with pytest.raises(NotAllowed):
        spreadsheets.preview_import(book(), by=speaks_for(eindhoven))


def test_an_editor_reads_in_after_a_preview(lamp, editor, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(editor)
    page = reverse("initiatives:read_in")
    data = client.get(reverse("initiatives:workbook")).content
    row = next(line.number for line in workbooks.read_lines(data) if line.cells["adres"] == lamp.slug)
    file = SimpleUploadedFile("x.xlsx", changed(data, row, naam="<b>Anders</b>"))
    shown = client.post(page, {"bestand": file}, follow=True)
    assert "&lt;b&gt;Anders&lt;/b&gt;" in shown.content.decode()
    stored = client.post(shown.redirect_chain[-1][0], {"doen": "1"}, follow=True)
    assert "Opgeslagen: 1 rij." in stored.content.decode()
    lamp.refresh_from_db()
    assert lamp.title == "<b>Anders</b>"
    assert client.post(page, {}).status_code == 422


def test_the_preview_shows_each_cell_of_a_new_row_and_columns_that_nobody_knows(lamp, editor, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(editor)
    text = "naam;in_een_zin;themas;kosten_vanaf;kostne\nFiets;Delen.;Smart Mobility;€ 12.500,-;9\n"
    file = SimpleUploadedFile("x.csv", text.encode())
    page = client.post(reverse("initiatives:read_in"), {"bestand": file}, follow=True)
    shown = re.sub(r"\s+", " ", page.content.decode())
    assert "<dt><strong>kosten_vanaf</strong></dt> <dd>12500</dd>" in shown
    assert "Deze kolommen kennen wij niet; daarmee gebeurt niets: kostne." in shown


def test_the_public_file_has_no_persons(lamp, client):
    Initiative.objects.update(contact_email="kees@example.org", contact_name="Kees")
    data = client.get("/initiatieven/export.xlsx?thema=smart-mobility").content
    for sheet in workbooks.list_sheet_names(data):
        assert len(workbooks.read_lines(data, sheet)) == 2
        assert not any(
            "kees" in value.lower() for line in workbooks.read_lines(data, sheet) for value in line.cells.values()
        )


def test_the_public_file_has_the_columns_of_the_csv_and_the_sheet_to_read_in_again(lamp, client, editor):
    data = client.get("/initiatieven/export.xlsx").content
    assert workbooks.list_sheet_names(data) == ["lijst", spreadsheet_columns.SHEET]
    assert workbooks.read_table(data, "lijst").columns == INITIATIVES.column_names
    assert {row.kind for row in spreadsheets.preview_import(data, by=editor).rows} == {RowKind.SAME}


def test_the_words_for_phases_are_those_of_the_site():
    assert {one.value: str(one.label) for one in Phase} == spreadsheet_columns.PHASES
