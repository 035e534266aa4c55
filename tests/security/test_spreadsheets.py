"""Files that ask for more work than they are worth, and cells that would be run. Work is counted, not timed."""

import io
import zipfile

import pytest

from stedennet.core.errors import Refused
from stedennet.core.workbooks import measure_weight, read_table
from stedennet.core.zipped_xml import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_ELEMENTS,
    MOST_ROWS,
    Budget,
)

from ..core.test_spreadsheet_files import excel, ods, with_part, words

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
PLAIN = excel(["naam"], ["Lamp"])


def with_rows(rows):
    """A small file that unpacks to this XML of rows."""
    return with_part(PLAIN, SHEET, lambda _text: f'<worksheet xmlns="m"><sheetData>{rows}</sheetData></worksheet>')


def refusal(data, *, says):
    """What reading it costs until it is refused."""
    budget = Budget()
    with pytest.raises(Refused, match=says):
        read_table(data, budget=budget)
    return budget


def test_a_small_file_with_a_million_cells_costs_no_more_than_the_limit():
    data = with_rows("<row>" + '<c s="1"/>' * 400 + "</row>" + ("<row>" + '<c s="1"/>' * 400 + "</row>") * 2600)
    assert len(data) < 100_000
    assert refusal(data, says="te groot").cells == MOST_CELLS + 1


def test_a_million_empty_rows_cost_no_more_than_the_limit():
    assert refusal(with_rows("<row/>" * 3_000_000), says="te groot").elements == MOST_ELEMENTS + 1


def test_more_rows_than_the_limit_are_refused_as_they_are_read():
    data = with_rows('<row><c t="inlineStr"><is><t>x</t></is></c></row>' * (MOST_ROWS + 5000))
    assert refusal(data, says="meer dan").rows <= MOST_ROWS + 101


def test_a_far_column_and_a_far_row_cost_one_cell():
    budget = refusal(with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), says="te groot")
    assert budget.cells == 1


def test_a_file_that_says_that_it_is_small_is_read_as_it_is():
    lying = with_part(
        PLAIN, SHEET, lambda text: text.replace('<dimension ref="A1:A2"', '<dimension ref="A1:XFD1048576"')
    )
    assert b"XFD" in zipfile.ZipFile(io.BytesIO(lying)).read(SHEET)
    budget = Budget()
    assert len(read_table(lying, budget=budget).lines) == 1
    assert budget.cells == 2


def test_one_long_text_that_many_cells_name_is_counted_each_time():
    text = "x" * LONGEST_CELL
    strings = with_part(PLAIN, STRINGS, lambda _text: f'<sst xmlns="m"><si><t>{text}</t></si></sst>')
    rows = '<row><c t="s"><v>0</v></c></row>' * 5000
    data = with_part(strings, SHEET, lambda _text: f'<worksheet xmlns="m"><sheetData>{rows}</sheetData></worksheet>')
    assert refusal(data, says="te groot").characters <= MOST_CHARACTERS + LONGEST_CELL


def test_entities_that_unfold_are_refused_before_they_do():
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    data = with_part(PLAIN, STRINGS, lambda _text: f'{entities}<sst xmlns="m"><si><t>&b;</t></si></sst>')
    assert refusal(data, says="geen Excel-bestand").characters == 0


def test_a_repeated_opendocument_cell_is_counted_as_often_as_it_is_repeated():
    cell = words("x").replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="400"')
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    budget = refusal(ods([cell.replace("400", "1")], after=row), says="te groot|meer dan")
    assert budget.cells <= MOST_CELLS + 1
    assert budget.rows <= MOST_ROWS + 101


def test_what_unpacks_to_too_much_is_refused_by_the_sizes_that_the_zip_names():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"\x00" * 61_000_000)
    with pytest.raises(Refused, match="te groot"):
        measure_weight(target.getvalue())
    assert refusal(target.getvalue(), says="te groot").elements == 0


def test_a_zip_that_names_a_smaller_size_than_it_unpacks_to_gives_no_more():
    data = with_rows('<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 10_000)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        size = parts.getinfo(SHEET).file_size
    lying = data.replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little"))
    assert lying != data
    assert refusal(lying, says="geen Excel-bestand").cells < 100


def test_a_deep_nest_of_elements_is_read_or_refused():
    budget = Budget()
    nest = with_rows("<row>" + "<x>" * 50_000 + "</x>" * 50_000 + '<c t="inlineStr"><is><t>naam</t></is></c></row>')
    assert read_table(nest, budget=budget).columns == ("naam",)
    assert budget.elements < 60_000
