"""Files of anybody: macros under another name, templates from elsewhere, scripts in PDFs, bombs, and the scanner."""

import contextlib
import io
import socket
import struct
import threading
import zipfile
import zlib

import openpyxl
import pikepdf
import pytest
import xlsxwriter
from PIL import Image as Drawing
from pydantic import ValidationError

from stedennet.config.env import Environment
from stedennet.core import office_files, pdf_probe
from stedennet.core.errors import Refused
from stedennet.core.files import KINDS, check_file
from tests.core.test_files import GOOD

MACRO, OBJECT, ELSEWHERE = "macro", "ander bestand of programma", "andere plek"
RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" {more}/>'
    "</Relationships>"
)
EXTERNAL = 'TargetMode="External"'


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def word(more: dict[str, str | bytes] | None = None, types: str = "<Types/>") -> bytes:
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<x/>", **(more or {})})


def related(kind: str, target: str, more: str = EXTERNAL) -> bytes:
    return word({"word/_rels/settings.xml.rels": RELATION.format(kind=kind, target=target, more=more)})


def opened(content: str = "<x/>", **more: str) -> bytes:
    return zipped({"mimetype": KINDS["odt"], "content.xml": content, **more})


def linking(tag: str, target: str) -> str:
    return f'<x xmlns:t="urn:t" xmlns:xlink="urn:l"><t:{tag} xlink:href="{target}"/></x>'


def pdf(act=lambda document: None, **how) -> bytes:
    out, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    act(document)
    document.save(out, **{"object_stream_mode": pikepdf.ObjectStreamMode.generate, **how})
    return out.getvalue()


def scripted(document) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.pages[0].obj.AA = pikepdf.Dictionary(O=document.make_indirect(action))


def launching(document) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))


def enclosing(document) -> None:
    document.attachments["x.exe"] = b"MZ"


def playing(document) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])


MACRO_TYPE = '<Types><Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
MACRO_KIND = (
    '<Types><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
ENCRYPTED = '<m xmlns:m="urn:m"><m:encryption-data/></m>'
HOSTILE = {
    "macro by its name.docx": (word({"word/VBAproject.BIN": "x"}), MACRO),
    "macro by its content type.docx": (word({"word/x.bin": "x"}, MACRO_TYPE), MACRO),
    "docm under another name.docx": (word(types=MACRO_KIND), MACRO),
    "content types in another encoding.docx": (word(types=MACRO_KIND.encode("utf-16")), MACRO),
    "macro by its relation.docx": (related("vbaProject", "x.bin", ""), MACRO),
    "template elsewhere.docx": (related("attachedTemplate", "https://evil.example/x.dotm"), ELSEWHERE),
    "template in the network.docx": (related("attachedTemplate", r"file:///\\evil.example\x.dotm"), ELSEWHERE),
    "object elsewhere.docx": (related("oleObject", "https://evil.example/x"), OBJECT),
    "picture elsewhere.docx": (related("image", "https://evil.example/pixel.png"), ELSEWHERE),
    "elsewhere without saying so.docx": (related("frame", "https://evil.example/", ""), ELSEWHERE),
    "object under another name.docx": (word({"word/media/image1.png": b"\xd0\xcf\x11\xe0\xa1\xb1"}), OBJECT),
    "program inside.docx": (word({"word/media/image1.png": b"MZ\x90"}), OBJECT),
    "basic.odt": (opened(**{"Basic/Standard/Module1.xml": "<x/>"}), MACRO),
    "scripts.odt": (opened(**{"Scripts/python/x.py": "x"}), MACRO),
    "event.odt": (opened(linking("event-listener", "vnd.sun.star.script:x?language=Basic")), MACRO),
    "section elsewhere.odt": (opened(linking("section-source", "https://evil.example/x.odt")), ELSEWHERE),
    "template.odt": (opened(**{"meta.xml": linking("template", "https://evil.example/x.ott")}), ELSEWHERE),
    "locked.odt": (opened(**{"META-INF/manifest.xml": ENCRYPTED}), "wachtwoord"),
    "after it.docx": (word() + b"<script>", "achter het document"),
    "entities.docx": (word(types='<!DOCTYPE x [<!ENTITY a "b">]><Types/>'), "beschadigd"),
    "script.pdf": (pdf(scripted), "script"),
    "launch.pdf": (pdf(launching), "script"),
    "enclosed.pdf": (pdf(enclosing), OBJECT),
    "media.pdf": (pdf(playing), "afspeelt"),
    "locked.pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="")), "wachtwoord"),
    "locked for readers.pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "wachtwoord"),
    "zip behind.pdf": (pdf() + zipped({"a": "b"}), "achter het document"),
    "page behind.pdf": (pdf() + b"<script>", "achter het document"),
    "broken.pdf": (b"%PDF-1.7\nnothing\n%%EOF\n", "beschadigd"),
}
HARMLESS = {
    "link.docx": related("hyperlink", "https://example.org/"),
    "own template.docx": related("attachedTemplate", "file:///C:/Sjablonen/brief.dotx"),
    "link.odt": opened(linking("a", "https://example.org/")),
    "picture.odt": opened(linking("image", "Pictures/1.png")),
    "page.pdf": pdf(),
    "plain objects.pdf": pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_acts_by_itself_is_refused_with_the_reason(name):
    data, reason = HOSTILE[name]
    with pytest.raises(Refused, match=reason) as refused:
        check_file(name, data)
    assert name.split(".")[0] in str(refused.value)


@pytest.mark.parametrize("name", HARMLESS)
def test_an_ordinary_document_comes_through_unchanged(name):
    assert check_file(name, HARMLESS[name]).data == HARMLESS[name]


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = word({"word/media/zeros.bin": b"\0" * (office_files.MAX_UNPACKED + 1)})
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(Refused, match="uitpakken te groot"):
        office_files.inspect_office_file(bomb)


def test_a_document_that_lies_about_its_size_is_refused():
    honest = word({"word/media/zeros.bin": b"\0" * 1_000_000})
    lying = honest.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10))
    assert lying != honest
    with pytest.raises(Refused, match="beschadigd"):
        check_file("leugen.docx", lying)


def packed_pdf(size: int) -> bytes:
    """A PDF whose list of pages stands in an object stream, packed twice, that holds a text of `size` bytes."""
    inner = b"4 0 <</Type/Catalog/Pages 5 0 R/X (" + b"A" * size + b")>>"
    packed = zlib.compress(zlib.compress(inner, 9), 9)
    begin = b"%PDF-1.7\n"
    stream = b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % len(
        packed
    )
    objects = begin + stream + packed + b"\nendstream\nendobj\n"
    pages = b"5 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    at = len(objects + pages)
    places = [(0, 0, 65535), (0, 0, 0), (0, 0, 0), (1, len(begin), 0), (2, 3, 0), (1, len(objects), 0), (1, at, 0)]
    table = b"".join(struct.pack(">BIH", *place) for place in places)
    head = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 4 0 R/Length %d>>\nstream\n" % len(table)
    return objects + pages + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


def test_a_pdf_that_unpacks_to_too_much_is_refused_outside_this_process():
    assert check_file("klein.pdf", packed_pdf(10)).name == "klein.pdf"
    bomb = packed_pdf(pdf_probe.MAX_MEMORY)
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match="beschadigd"):
        check_file("bom.pdf", bomb)


def test_what_hides_behind_a_picture_does_not_come_along():
    data = check_file("foto.png", GOOD["foto.PNG"] + zipped({"a.exe": "MZ"})).data
    assert not zipfile.is_zipfile(io.BytesIO(data))
    assert Drawing.open(io.BytesIO(data)).size == (3, 2)


@contextlib.contextmanager
def scanner(answer: bytes):
    """A clamd for one file: yields its address and the list in which that file comes."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_scan_one, args=(door, answer, heard), daemon=True)
        thread.start()
        yield f"127.0.0.1:{door.getsockname()[1]}", heard
        thread.join(timeout=20)


def _scan_one(door: socket.socket, answer: bytes, heard: list[bytes]) -> None:
    link, _address = door.accept()
    with link, link.makefile("rb") as said:
        assert said.read(10) == b"zINSTREAM\0"
        pieces = []
        while size := struct.unpack("!I", said.read(4))[0]:
            pieces.append(said.read(size))
        heard.append(b"".join(pieces))
        link.sendall(answer)


def test_the_scanner_sees_the_whole_file(settings):
    data = word({"word/media/image.bin": bytes(range(1, 256)) * 1000}) + b""
    with scanner(b"stream: OK\0") as (address, heard):
        settings.CLAMAV = address
        check_file("plan.docx", data)
    assert heard == [data]


@pytest.mark.parametrize("write", ["xlsxwriter", "openpyxl"])
def test_a_workbook_of_an_ordinary_program_comes_through(write):
    out = io.BytesIO()
    if write == "openpyxl":
        openpyxl.Workbook().save(out)
    else:
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet()
            sheet.write_url(0, 0, "https://example.org/")
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
            sheet.insert_chart("C3", chart)
    assert check_file("begroting.xlsx", out.getvalue()).data == out.getvalue()


def test_a_file_with_a_virus_is_refused(settings):
    with scanner(b"stream: Eicar-Test-Signature FOUND\0") as (address, _heard):
        settings.CLAMAV = address
        with pytest.raises(Refused, match=r"“plan.pdf” zit een virus"):
            check_file("plan.pdf", GOOD["plan.pdf"])


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe"])
def test_a_scanner_that_cannot_look_lets_nothing_through(settings, answer):
    with scanner(answer) as (address, _heard):
        settings.CLAMAV = address
        with pytest.raises(Refused, match=r"nu niet controleren\. Probeer het later nog eens"):
            check_file("plan.pdf", GOOD["plan.pdf"])


@pytest.mark.parametrize("place", ["127.0.0.1:{port}", "/nowhere/clamd.sock"])
def test_a_scanner_that_is_away_lets_nothing_through(settings, place):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    settings.CLAMAV = place.format(port=port)
    with pytest.raises(Refused, match="nu niet controleren"):
        check_file("plan.pdf", GOOD["plan.pdf"])


@pytest.mark.parametrize("place", ["localhost", "localhost:", "localhost:99999", "clamd.sock"])
def test_a_place_that_makes_no_sense_stops_the_program(place):
    with pytest.raises(ValidationError, match="host:port"):
        Environment(clamav=place)
