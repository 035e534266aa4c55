"""The vectors of the items in the index, in a file beside it; the worker writes them and the site reads them.

The file may be deleted at any time: it is then recomputed, and search works without it. It is written atomically.
"""

import json
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import index_store
from .encoders import Encoder

if TYPE_CHECKING:
    from .encoders import FloatArray

logger = logging.getLogger(__name__)


class Vectors:
    """Vectors of items: one row for each id (`kind:key`), with the fingerprint of the record that was encoded."""

    def __init__(self, fingerprints: Mapping[str, int], rows: "FloatArray") -> None:
        self.fingerprints = dict(fingerprints)
        self.rows = rows

    def closeness_to(self, vector: "FloatArray") -> dict[str, float]:
        """The cosine similarity of each item to a vector, from -1 to 1."""
        if not self.fingerprints:
            return {}
        return dict(zip(self.fingerprints, (self.rows @ vector).tolist(), strict=True))


def get_vector_folder(encoder: Encoder) -> Path:
    """The folder of an encoder's vectors."""
    return index_store.get_index_root() / f"vectors-{encoder.name}"


def read_vectors(encoder: Encoder) -> Vectors:
    """Read the stored vectors; none when the file is missing or damaged."""
    import numpy

    path = get_vector_folder(encoder) / "vectors.npz"
    try:
        stamp = (path, path.stat().st_mtime_ns)
        if _cache.get("stamp") != stamp:
            with numpy.load(path, allow_pickle=False) as file:
                fingerprints = json.loads(str(file["marks"]))
                rows = file["rows"].astype(numpy.float32)
            if rows.shape != (len(fingerprints), encoder.size):
                raise ValueError("the number or size of the vectors is wrong")
            _cache.update(stamp=stamp, vectors=Vectors(fingerprints, rows))
        return _cache["vectors"]  # type: ignore[no-any-return]
    except (OSError, ValueError, KeyError, EOFError) as error:
        if not isinstance(error, FileNotFoundError):
            logger.warning("the stored vectors cannot be read and will be recomputed: %s", error)
        return Vectors({}, numpy.zeros((0, encoder.size), numpy.float32))


def write_vectors(encoder: Encoder, fingerprints: Mapping[str, int], rows: "FloatArray") -> None:
    """Replace the stored vectors, in half precision: three digits are enough."""
    import numpy

    path = get_vector_folder(encoder) / "vectors.npz"
    temporary = path.with_name(f"{uuid.uuid4().hex[:8]}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        numpy.savez(temporary, marks=json.dumps(dict(fingerprints)), rows=numpy.asarray(rows, numpy.float16))
        temporary.replace(path)
    except OSError as error:
        logger.warning("the vectors could not be stored: %s", error)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


_cache: dict[str, Any] = {}
