"""Looks inside one PDF: run as a program of its own, which reads the file from its input and writes one word.

A hostile PDF can ask for gigabytes or for ever, and the reader (qpdf) is written in C++. So it works in a process with
limits, that can be stopped. It knows nothing of the rest of the site: no settings, no database.
"""

import io
import resource
import sys
from typing import Any

import pikepdf

MOST_MEMORY = 768_000_000
MOST_SECONDS = 15
# ISO 32000-2: 12.6.4 (actions), 7.11.4 (embedded files), 13 (multimedia), 12.7.8 (XFA).
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "script",
    "/EF": "file",
    "/EmbeddedFiles": "file",
    "/RichMediaContent": "media",
}
VALUES = {
    ("/S", "/JavaScript"): "script",
    ("/S", "/Launch"): "script",
    ("/S", "/ImportData"): "script",
    ("/S", "/GoToE"): "file",
    ("/S", "/RichMediaExecute"): "media",
    ("/S", "/Rendition"): "media",
    ("/Type", "/EmbeddedFile"): "file",
    ("/Subtype", "/FileAttachment"): "file",
    ("/Subtype", "/RichMedia"): "media",
    ("/Subtype", "/Movie"): "media",
    ("/Subtype", "/3D"): "media",
}
QUIET_OPENINGS = ("/GoTo", "/Named")


def classify_pdf(data: bytes) -> str:
    """One word for what the PDF has in it: clean, script, file, media, locked or broken."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                return "locked"
            opening = document.Root.get("/OpenAction")
            if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in QUIET_OPENINGS:
                return "script"
            return next((found for one in document.objects if (found := classify_object(one))), "clean")
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError):
        return "broken"


def classify_object(value: Any) -> str:
    """What an object has in it, also in the lists within it; what it refers to comes by itself."""
    waiting, found = [value], ""
    while waiting and not found:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(inner for inner in one if is_direct(inner))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            for key, inner in one.items():
                found = found or KEYS.get(key, "") or VALUES.get((key, str(inner) if is_name(inner) else ""), "")
                if is_direct(inner):
                    waiting.append(inner)
    return found


def is_name(value: Any) -> bool:
    """Whether it is a PDF name, such as /Launch."""
    return isinstance(value, pikepdf.Name)


def is_direct(value: Any) -> bool:
    """Whether it stands here, not as a reference to another object."""
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def set_limits() -> None:
    """Take no more memory and time than this; a system that knows no such limit has none."""
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    set_limits()
    sys.stdout.write(classify_pdf(sys.stdin.buffer.read()))
