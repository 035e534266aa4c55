"""Inspects PDFs: no scripts, programs, embedded files or password. Sentences contain %(name)s for the file's name."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from .errors import Refused

PROBE = Path(__file__).with_name("pdf_probe.py")
MAX_SECONDS = 30
"""Seconds that inspecting one file may take."""
_PLAIN = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_END = b"%%EOF"


def inspect_pdf(data: bytes) -> None:
    """Raise Refused for a PDF with active content, a file embedded in it or appended to it, or a password."""
    if data.rpartition(_END)[2].strip(b"\x00\r\n\t ") or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(_("“%(name)s” heeft iets achter het document staan. Bewaar het opnieuw."))
    finding = _run_probe(data)
    # Older versions stay in the file without being listed as objects; some readers repair the file from them.
    if finding == "clean" and _PLAIN.search(data):
        finding = "script"
    if finding != "clean":
        raise _build_refusal(finding)


def _run_probe(data: bytes) -> str:
    try:
        result = subprocess.run(  # noqa: S603 - our own program; the file goes to its input
            [sys.executable, "-I", str(PROBE)], input=data, capture_output=True, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "broken"
    return result.stdout.decode("ascii", "replace") if result.returncode == 0 else "broken"


def _build_refusal(finding: str) -> Refused:
    sentences = {
        "script": _("“%(name)s” heeft een script of opdracht in zich. Maak er een gewone pdf van, zonder script."),
        "file": _("“%(name)s” heeft een ander bestand of programma in zich. Haal dat eruit."),
        "media": _("“%(name)s” heeft beeld of geluid in zich dat afspeelt. Maak er een gewone pdf van."),
        "locked": _("“%(name)s” heeft een wachtwoord. Bewaar het zonder wachtwoord."),
    }
    return Refused(
        sentences.get(finding) or _("“%(name)s” is beschadigd. Bewaar het opnieuw en probeer het nog eens.")
    )
