"""Inspects one PDF; runs as its own program, which reads the file from stdin and writes one word.

A hostile PDF can consume gigabytes or run forever, and the parser (qpdf) is written in C++. So it runs in a process
with limits that can be killed. It imports nothing from the site: no settings, no database.
"""

import io
import resource
import sys

import pikepdf

MAX_MEMORY = 768_000_000
MAX_SECONDS = 15
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
    """One word for what the PDF contains: clean, script, file, media, locked or broken."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                return "locked"
            opening = document.Root.get("/OpenAction")
            if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in QUIET_OPENINGS:
                return "script"
            return next((finding for item in document.objects if (finding := classify_object(item))), "clean")
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError):
        return "broken"


def classify_object(value: object) -> str:
    """Name the first forbidden thing in an object and its nested lists; references are not followed."""
    pending: list[object] = [value]
    finding = ""
    while pending and not finding:
        item = pending.pop()
        if isinstance(item, pikepdf.Array):
            pending.extend(inner for inner in item if is_direct(inner))
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            for key, inner in item.items():
                finding = finding or KEYS.get(key, "") or VALUES.get((key, str(inner) if is_name(inner) else ""), "")
                if is_direct(inner):
                    pending.append(inner)
    return finding


def is_name(value: object) -> bool:
    """Whether it is a PDF name, such as /Launch."""
    return isinstance(value, pikepdf.Name)


def is_direct(value: object) -> bool:
    """Whether it is a nested container, not a reference to another object."""
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def set_limits() -> None:
    """Limit memory and CPU time; systems without such limits have none."""
    for kind, limit in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_SECONDS)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    set_limits()
    sys.stdout.write(classify_pdf(sys.stdin.buffer.read()))
