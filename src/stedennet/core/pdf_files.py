"""Inside a PDF: no scripts, no programs, no other files, no password. Sentences have %(name)s for the file's name."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from .errors import Refused

PROBE = Path(__file__).with_name("pdf_probe.py")
LONGEST = 30
"""Seconds that looking inside one may take."""
_PLAIN = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_END = b"%%EOF"


def inspect_pdf(data: bytes) -> None:
    """Raises Refused for a PDF with something that acts, another file in it or behind it, or a password."""
    if data.rpartition(_END)[2].strip(b"\x00\r\n\t ") or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(_("“%(name)s” heeft iets achter het document staan. Bewaar het opnieuw."))
    found = _run_probe(data)
    # Older versions stay in the file, where no list of objects names them: some readers repair from those.
    if found == "clean" and _PLAIN.search(data):
        found = "script"
    if found != "clean":
        raise _build_refusal(found)


def _run_probe(data: bytes) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file goes to its input
            [sys.executable, "-I", str(PROBE)], input=data, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return "broken"
    return done.stdout.decode("ascii", "replace") if done.returncode == 0 else "broken"


def _build_refusal(found: str) -> Refused:
    sentences = {
        "script": _("“%(name)s” heeft een script of opdracht in zich. Maak er een gewone pdf van, zonder script."),
        "file": _("“%(name)s” heeft een ander bestand of programma in zich. Haal dat eruit."),
        "media": _("“%(name)s” heeft beeld of geluid in zich dat afspeelt. Maak er een gewone pdf van."),
        "locked": _("“%(name)s” heeft een wachtwoord. Bewaar het zonder wachtwoord."),
    }
    return Refused(sentences.get(found) or _("“%(name)s” is beschadigd. Bewaar het opnieuw en probeer het nog eens."))
