"""Pictures on disk, named by what is on them: drawn at most once, and again when a word or the colour changes."""

import hashlib
import os
import time
from dataclasses import astuple
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from ..embedding.shareables import Shareable
from .colours import find_palette
from .layout import Words, draw_picture

DESIGN_VERSION = "1"
"""Another number when the drawing changes, so that pictures are made anew."""
KEPT_SECONDS = 60 * 24 * 3600
"""Seconds that a picture stays on disk after it was drawn; who asks later waits a tenth of a second."""


def _collect_words(one: Shareable) -> Words:
    return Words(one.kind_label, one.title, one.theme, settings.NETWORK_NAME, one.colour)


def seal_of(one: Shareable) -> str:
    """The name of its picture: another one as soon as anything on it changes."""
    parts = (DESIGN_VERSION, *astuple(_collect_words(one)), *astuple(find_palette(one.colour)))
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:20]


def build_url(one: Shareable) -> str:
    """The path of its picture as it is now."""
    return reverse("share_picture", args=[one.kind, one.key, seal_of(one)])


def load_png(one: Shareable) -> bytes:
    """The picture, from disk when it was drawn before."""
    file = Path(settings.PICTURES_DIR) / f"{seal_of(one)}.png"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        made = draw_picture(_collect_words(one))
        _write_file(file, made)
        return made


def _write_file(file: Path, made: bytes) -> None:
    # Under another name first: two processes may draw the same one, and nobody reads half a picture.
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}.{time.monotonic_ns()}")
    half.write_bytes(made)
    half.replace(file)


def delete_old_pictures() -> int:
    """Take away what was drawn long ago; returns how many."""
    before = time.time() - KEPT_SECONDS
    old = [file for file in Path(settings.PICTURES_DIR).glob("*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
