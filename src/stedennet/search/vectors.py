"""The vectors of what is in the index, in one file beside it on this machine; made by the worker, read by the pages.

The file is thrown away and made anew at any time. It is written whole or not at all, and the index does without it.
"""

import json
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import index_store
from .encoders import Encoder

logger = logging.getLogger(__name__)


class Vectors:
    """Vectors by id (`kind:key`), each with the mark of the record that it was made of."""

    def __init__(self, marks: Mapping[str, int], rows: Any) -> None:
        self.marks = dict(marks)
        self.rows = rows

    def closeness(self, vector: Any) -> dict[str, float]:
        """How close everything is to a vector: the cosine, from -1 to 1."""
        return dict(zip(self.marks, (self.rows @ vector).tolist(), strict=True)) if self.marks else {}


def get_vector_folder(encoder: Encoder) -> Path:
    """Where the vectors of an encoder are kept."""
    return index_store.get_index_root() / f"vectors-{encoder.name}"


def read_vectors(encoder: Encoder) -> Vectors:
    """The vectors that there are; none when the file is not there or not sound."""
    import numpy

    path = get_vector_folder(encoder) / "vectors.npz"
    try:
        stamp = (path, path.stat().st_mtime_ns)
        if _cache.get("stamp") != stamp:
            with numpy.load(path, allow_pickle=False) as file:
                marks = json.loads(str(file["marks"]))
                rows = file["rows"].astype(numpy.float32)
            if rows.shape != (len(marks), encoder.size):
                raise ValueError("the vectors do not belong to the names")
            _cache.update(stamp=stamp, vectors=Vectors(marks, rows))
        return _cache["vectors"]  # type: ignore[no-any-return]
    except (OSError, ValueError, KeyError, EOFError) as error:
        if not isinstance(error, FileNotFoundError):
            logger.warning("the vectors are made anew: %s", error)
        return Vectors({}, numpy.zeros((0, encoder.size), numpy.float32))


def write_vectors(encoder: Encoder, marks: Mapping[str, int], rows: Any) -> None:
    """Store these vectors in place of the ones before; half of the room, because the third digit says nothing."""
    import numpy

    path = get_vector_folder(encoder) / "vectors.npz"
    beside = path.with_name(f"{uuid.uuid4().hex[:8]}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        numpy.savez(beside, marks=json.dumps(dict(marks)), rows=numpy.asarray(rows, numpy.float16))
        beside.replace(path)
    except OSError as error:
        logger.warning("the vectors could not be stored: %s", error)
        with suppress(OSError):
            beside.unlink(missing_ok=True)


_cache: dict[str, Any] = {}
