"""What kind a file is: by its content, under a name that cannot mislead."""

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from stedennet.core.errors import Refused
from stedennet.core.files import KINDS, MOST_BYTES, PICTURE_KINDS, check_file, detect_kind, make_safe_name


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(out, kind)
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return out.getvalue()


def office(part: str, **more: str) -> bytes:
    return zipped(**{"[Content_Types].xml": "<Types/>", part: "<x/>", **more})


def opened(kind: str, **more: str) -> bytes:
    return zipped(mimetype=KINDS[kind], **{"content.xml": "<x/>", **more})


def pdf(**root: object) -> bytes:
    out, document = io.BytesIO(), pikepdf.new()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


GOOD = {
    "plan.pdf": pdf(),
    "foto.PNG": picture("PNG"),
    "foto.jpeg": picture("JPEG"),
    "brief.docx": office("word/document.xml"),
    "begroting.xlsx": office("xl/workbook.xml"),
    "praatje.pptx": office("ppt/presentation.xml"),
    "brief.odt": opened("odt"),
    "begroting.ods": opened("ods"),
    "praatje.odp": opened("odp"),
}
HOSTILE = {
    "page.pdf": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "page.html": b"<p>x",
    "program.exe": b"MZ\x90\x00",
    "program.pdf": b"MZ\x90\x00",
    "plan.pdf.exe": pdf(),
    "after.pdf": b"MZ" + pdf(),
    "script.pdf": pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))),
    "picture.pdf": picture("PNG"),
    "picture.jpg": picture("PNG"),
    "picture.gif": picture("GIF"),
    "broken.png": picture("PNG")[:20],
    "any.docx": zipped(a="b"),
    "sheet.docx": office("xl/workbook.xml"),
    "macro.docx": office("word/document.xml", **{"word/vbaProject.bin": "x"}),
    "macro.odt": opened("odt", **{"Basic/Standard/x.xml": "x"}),
    "object.docx": office("word/document.xml", **{"word/embeddings/oleObject1.bin": "x"}),
    "lies.odt": zipped(mimetype="text/html"),
    "broken.docx": b"PK\x03\x04 and then nothing",
    "none": pdf(),
    "empty.pdf": b"",
    "large.pdf": pdf() + b"\x00" * MOST_BYTES,
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_on_the_list_may_come_along(name):
    kept = check_file(name, GOOD[name])
    assert kept.data == GOOD[name] or kept.media_type in PICTURE_KINDS.values()
    assert detect_kind(kept.data) == detect_kind(GOOD[name])
    assert kept.media_type in KINDS.values()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_what_it_says_is_refused_by_name(name):
    with pytest.raises(Refused, match=make_safe_name(name).split(".")[0]):
        check_file(name, HOSTILE[name])


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Windows\\plan.pdf", "plan.pdf"),
        ("rekening.exe.pdf", "rekening-exe.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ('a"; filename="b.html.pdf', "a- filename-b-html.pdf"),
        ("regel\r\nSet-Cookie: x.pdf", "regelSet-Cookie- x.pdf"),
        (".pdf", "pdf"),
        ("", "bestand"),
        ("Begroting 2027 (v1.2).XLSX", "Begroting 2027 (v1-2).xlsx"),
    ],
)
def test_a_name_cannot_mislead(name, safe):
    assert make_safe_name(name) == safe


@given(st.text(max_size=200))
def test_a_safe_name_has_one_ending_and_no_folder(name):
    safe = make_safe_name(name)
    assert 0 < len(safe) <= 100
    assert safe.count(".") <= 1
    assert not set(safe) & set('/\\"<>;\r\n\0\u202e')


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_any_bytes_get_an_answer(data, begin):
    assert detect_kind(begin + data) in ("", *KINDS, *PICTURE_KINDS)
