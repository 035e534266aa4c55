"""CSV that no spreadsheet runs, whatever separator it reads by, and that our own importers read as it was."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.admin.views.mixins import SpreadsheetExportMixin

import stedennet
from stedennet.core.csv_output import FORMULA, escape_formula, unescape_formula, write_csv
from stedennet.core.workbooks import format_cell, read_lines

PIECES = st.sampled_from([*FORMULA, *"\t\n\r,;|'\" a1", "cmd", "SOM(A1)"])
TEXT = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(st.characters(exclude_categories=["Cs"])))


def begins_a_formula(cell):
    """Whether a spreadsheet could run this cell: quotes and white space before the sign do not stop all of them."""
    return re.match(rf'[\s"]*[{re.escape(FORMULA)}]', cell) is not None


def cells_of(text, separator):
    """What stands between the separators: as a careful reader of CSV sees it, and as a careless one does."""
    yield from (cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row)
    yield from (cell for row in re.split(r"[\r\n]", text) for cell in row.split(separator))


@given(TEXT, TEXT, st.sampled_from(",;\t|"))
@example("Piet;=1+1", "x", ";")
@example('Piet;"=1+1', "x", ";")
@example("x\n=1+1", "\t=1", "\t")
def test_no_cell_begins_a_formula_under_any_separator(one, other, separator):
    text = write_csv(["naam", "rest"], [{"naam": one, "rest": other}])
    assert not [cell for cell in cells_of(text, separator) if begins_a_formula(cell)]


@given(TEXT)
@example("'=1+1")
@example("'\t=1")
def test_the_mark_comes_off_again(text):
    assert unescape_formula(escape_formula(text)) == text


@given(TEXT.map(format_cell).filter(bool))
def test_what_goes_out_as_csv_is_read_as_it_was(text):
    (line,) = read_lines(write_csv(["naam", "rest"], [{"naam": text, "rest": "x"}]).encode())
    assert line.cells == {"naam": text, "rest": "x"}


@given(TEXT)
def test_every_cell_stands_between_quotes(text):
    rows = write_csv(["naam"], [{"naam": text}])
    assert rows.startswith('"naam"\r\n"')
    assert rows.endswith('"\r\n')


def test_a_negative_number_stays_a_number_and_nothing_stays_empty():
    assert write_csv(["a", "b"], [{"a": -5, "b": None}]) == '"a","b"\r\n"-5",""\r\n'


@pytest.mark.django_db
def test_wagtails_own_lists_are_written_in_the_same_way():
    get_user_model().objects.create(email="a@example.org", name="Piet;=1+1")
    view = SpreadsheetExportMixin()
    view.list_export = ["name", "email"]
    text = b"".join(view.stream_csv(get_user_model().objects.all())).decode()
    assert text.splitlines()[1] == '"Piet;\'=1+1","a@example.org"'


def test_there_is_one_writer_of_csv_and_one_of_excel_files():
    files = Path(stedennet.__file__).parent.rglob("*.py")
    writers = {path.name for path in files if re.search(r"csv\.(Dict)?[wW]riter\(|Workbook\(", path.read_text())}
    assert writers == {"csv_output.py", "workbooks.py"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_each_sign_that_begins_a_formula_is_made_harmless(sign):
    assert f'"\'{sign}SUM(1)"' in write_csv(["naam"], [{"naam": f"{sign}SUM(1)"}])
