"""Pictures on disk, named by a hash of their content: drawn once, and again when a word or the colour changes."""

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
"""Raise it when the design changes, so that all pictures are drawn again."""
KEPT_SECONDS = 60 * 24 * 3600
"""Seconds that a picture stays on disk; drawing it again takes a tenth of a second."""


def _collect_words(shareable: Shareable) -> Words:
    return Words(shareable.kind_label, shareable.title, shareable.theme, settings.NETWORK_NAME, shareable.colour)


def seal_of(shareable: Shareable) -> str:
    """The name of its picture; it changes with anything shown on it."""
    parts = (DESIGN_VERSION, *astuple(_collect_words(shareable)), *astuple(find_palette(shareable.colour)))
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:20]


def build_url(shareable: Shareable) -> str:
    """The path of its current picture."""
    return reverse("share_picture", args=[shareable.kind, shareable.key, seal_of(shareable)])


def load_png(shareable: Shareable) -> bytes:
    """The picture, from disk when it was drawn before."""
    file = Path(settings.PICTURES_DIR) / f"{seal_of(shareable)}.png"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        png = draw_picture(_collect_words(shareable))
        _write_file(file, png)
        return png


def _write_file(file: Path, png: bytes) -> None:
    # Under another name first: two processes may draw the same picture, and no reader may get half of it.
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}.{time.monotonic_ns()}")
    partial.write_bytes(png)
    partial.replace(file)


def delete_old_pictures() -> int:
    """Delete pictures that were drawn long ago; returns how many."""
    before = time.time() - KEPT_SECONDS
    old = [file for file in Path(settings.PICTURES_DIR).glob("*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
