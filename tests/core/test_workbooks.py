"""Tables in Excel and CSV: what goes out comes in again, and strange files are refused in words."""

import contextlib
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.errors import Refused
from stedennet.core.workbooks import UNREADABLE, Sheet, format_cell, list_sheet_names, read_lines, write_workbook

CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.fixed_dictionaries({"a": CELL, "b": CELL}), max_size=8))
def test_what_is_written_is_read_again(rows):
    expected = [{name: format_cell(UNREADABLE.sub("", value)) for name, value in row.items()} for row in rows]
    lines = read_lines(write_workbook([Sheet("blad", ["a", "b"], rows)]), "blad")
    assert [line.cells for line in lines] == [row for row in expected if any(row.values())]


def test_no_cell_is_run_as_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([Sheet("blad", ["a"], [{"a": "=1+1"}])])))
    cell = book["blad"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_numbers_and_days_that_a_spreadsheet_made_are_read_as_text():
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c", "d"])
    book.active.append([3.0, 2.5, dt.datetime(2026, 3, 2), True])
    target = io.BytesIO()
    book.save(target)
    assert read_lines(target.getvalue())[0].cells == {"a": "3", "b": "2.5", "c": "2026-03-02", "d": "ja"}


@pytest.mark.parametrize("text", ["a;b\r\n1;2\r\n", "a,b\n1,2\n", "\ufeffA,B\n1,2\n\n,\n"])
def test_csv_of_every_kind(text):
    (line,) = read_lines(text.encode())
    assert (line.number, line.cells) == (2, {"a": "1", "b": "2"})


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"\x00" * 101_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04 not a zip", "geen Excel-bestand"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a,a\n1,2\n", "twee keer"),
        (b"a\n" + b"1\n" * 20_001, "meer dan"),
        (b'a\n"' + b"x" * 200_000 + b'"\n', "geen CSV-bestand"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, says):
    with pytest.raises(Refused, match=says):
        read_lines(data)


def test_a_file_that_becomes_huge_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused, match="te groot"):
        list_sheet_names(bomb())


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_words(data):
    for start in (b"", b"PK"):
        with contextlib.suppress(Refused):
            assert all(line.number > 1 for line in read_lines(start + data))
