"""Spreadsheets as people make them: each cell by its type, in every form in which Excel and LibreOffice save."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from stedennet.core.cell_values import read_count, read_euros, read_goals, read_period, read_plain_text
from stedennet.core.errors import Refused
from stedennet.core.workbooks import list_sheet_names, read_lines, read_table

READERS = {
    "naam": read_plain_text,
    "kosten": read_euros,
    "klaar": read_period,
    "sdgs": read_goals,
    "volgorde": read_count,
}


def excel(*rows, epoch=None, formats=None):
    """An Excel file with these rows; `formats` are number formats by address."""
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    for row in rows:
        book.active.append(row)
    for address, code in (formats or {}).items():
        book.active[address].number_format = code
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(data, name, change):
    """The same file with another text in one part, also when it had none."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, change(old.read(name).decode() if name in old.namelist() else ""))
    return target.getvalue()


ODS_CELL = '<table:table-cell office:value-type="{kind}" {value}><text:p>{text}</text:p></table:table-cell>'


def ods(*rows, after=""):
    """An OpenDocument file with these rows of XML cells."""
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            f'<office:spreadsheet><table:table table:name="blad">{lines}{after}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return target.getvalue()


def words(text):
    return ODS_CELL.format(kind="string", value="", text=text)


def one_line(data, sheet=""):
    (line,) = read_lines(data, sheet, READERS)
    return line


@pytest.mark.parametrize(
    ("column", "cell", "text"),
    [
        ("kosten", 12500, "12500"),
        ("kosten", 12500.0, "12500"),
        ("kosten", "€ 12.500", "12500"),
        ("kosten", "12.500,00", "12500"),
        ("kosten", "12,500.00", "12500"),
        ("klaar", dt.date(2027, 9, 25), "2027-09-25"),
        ("klaar", dt.datetime(2027, 9, 25, 10, 30), "2027-09-25"),
        ("klaar", 2027, "2027"),
        ("klaar", "25-9-2027", "2027-09-25"),
        ("klaar", "2027-k3", "2027-K3"),
        ("sdgs", 7, "7"),
        ("sdgs", "11; 7", "7; 11"),
        ("naam", True, "ja"),
        ("naam", 2.5, "2.5"),
        ("naam", 0.1 + 0.2, "0.3"),
        ("naam", "_x0041_lles", "Alles"),
        ("naam", "regel_x000D_\nregel", "regel\nregel"),
        ("volgorde", 3, "3"),
    ],
)
def test_each_cell_is_read_by_its_type(column, cell, text):
    line = one_line(excel(["naam", column] if column != "naam" else ["volgorde", column], ["1", cell]))
    assert (line.cells[column], line.problems) == (text, ())


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("kosten", 1234.5, "B2: “1234.5” is geen bedrag in hele euro's"),
        ("kosten", "1.234", "B2: “1.234” kan 1234 zijn of 1,234"),
        ("kosten", "1234,50", "B2: .* hele euro"),
        ("kosten", dt.date(2027, 1, 1), "B2: .*geen bedrag"),
        ("kosten", -5, "B2: .*geen bedrag"),
        ("kosten", True, "B2: .*geen bedrag"),
        ("klaar", 46000, "B2: “46000” is geen dag"),
        ("klaar", "3/4/2027", "B2: .*2027-04-03 zijn of 2027-03-04"),
        ("sdgs", 1.7, "B2: “1.7” is geen doel"),
        ("sdgs", "1.7", "B2: “1.7” is geen doel"),
        ("sdgs", "7,11", "B2: .*geen doel"),
        ("sdgs", dt.date(2026, 11, 3), "B2: “2026-11-03” is geen doel"),
        ("naam", "#REF!", "B2: hier staat een fout van de spreadsheet: #REF!"),
        ("naam", "#N/B", "B2: hier staat een fout"),
        ("naam", "=A1+1", "B2: hier staat een fout van de spreadsheet: een formule zonder uitkomst"),
        ("volgorde", 1.5, "B2: .*geen heel getal"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_address(column, cell, says):
    line = one_line(excel(["x" if column != "naam" else "volgorde", column], ["1", cell]))
    assert len(line.problems) == 1
    with pytest.raises(ValueError, match=says):
        raise ValueError(line.problems[0])


def test_days_of_a_file_that_counts_from_1904_are_the_same_days():
    day = dt.datetime(2027, 9, 25)
    assert one_line(excel(["naam", "klaar"], ["x", day], epoch=MAC_EPOCH)).cells["klaar"] == "2027-09-25"


def test_a_share_stays_a_share():
    assert one_line(excel(["volgorde", "naam"], [1, 0.12], formats={"B2": "0%"})).cells["naam"] == "12%"


def test_titles_may_stand_above_the_head_and_addresses_are_those_of_the_file():
    data = excel(["Onze plannen"], [], ["bijgewerkt", "gisteren"], ["naam", "kosten"], ["Lamp", 5], ["Fiets", 1.5])
    lamp, fiets = read_lines(data, "", READERS)
    assert (lamp.number, lamp.cells) == (5, {"naam": "Lamp", "kosten": "5"})
    assert fiets.problems[0].startswith("Cel B6:")


def test_a_cell_under_no_heading_is_refused():
    line = one_line(excel(["naam", "kosten"], ["Lamp", 5, None, "verdwaald"]))
    assert line.problems == ("Cel D2: deze cel staat onder geen kolomnaam",)


def test_columns_that_nobody_knows_are_named():
    assert read_table(excel(["naam", "kostne"], ["Lamp", 5]), "", READERS).unread == ("kostne",)


CSV = "naam;kosten\r\nPriv\u00e9;5\r\n"


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("cp1252"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.encode("utf-16-be"),
        f"sep=;\r\n{CSV}".encode(),
        f"\ufeffsep=;\r\n{CSV}".encode(),
        CSV.replace(";", "\t").encode("utf-16"),
        CSV.replace(";", ",").encode(),
        f"Plannen, ideeën, dromen, enzovoort\r\n\r\n{CSV}".encode(),
        CSV.replace("\r\n", "\r").encode(),
    ],
)
def test_csv_is_read_in_every_form(data):
    assert one_line(data).cells == {"naam": "Privé", "kosten": "5"}


def test_an_opendocument_file_is_read_by_type():
    data = ods(
        [words(name) for name in READERS],
        [
            words("La<text:s text:c='2'/>mp</text:p><text:p>twee"),
            ODS_CELL.format(kind="currency", value='office:value="12500"', text="€ 12.500,00"),
            ODS_CELL.format(kind="date", value='office:date-value="2027-09-25"', text="25-09-27"),
            ODS_CELL.format(kind="float", value='office:value="7"', text="7"),
            '<table:table-cell table:number-columns-repeated="900"/>',
        ],
        after='<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>',
    )
    assert one_line(data).cells == {
        "naam": "La  mp\ntwee",
        "kosten": "12500",
        "klaar": "2027-09-25",
        "sdgs": "7",
        "volgorde": "",
    }
    assert list_sheet_names(data) == ["blad"]


def test_a_remark_on_an_opendocument_cell_is_no_part_of_it():
    note = "<office:annotation><text:p>let op</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>Lamp</text:p></table:table-cell>'
    assert one_line(ods([words("naam")], [cell])).cells == {"naam": "Lamp"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"oud Excel-bestand \(.xls\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        (b"<html><table><tr><td>naam</td></tr></table></html>", "geen spreadsheet"),
        (b"%PDF-1.7", "geen spreadsheet"),
        (b"\x81\x8d\x8f", "UTF-8"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(data, says):
    with pytest.raises(Refused, match=says):
        read_lines(data, "", READERS)


def test_a_binary_workbook_is_refused_with_what_to_do():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("xl/workbook.bin", b"x")
    with pytest.raises(Refused, match="xlsb"):
        read_lines(target.getvalue())
