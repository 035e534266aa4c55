"""Vectors for new and changed items in the index, computed by the worker in small batches."""

import time
from collections.abc import Mapping

from .. import encoders, index_store, vectors
from ..encoders import MOST_CHARACTERS, Encoder
from ..engine import BrokenIndex, IndexReader
from ..records import Card

BATCH_SIZE = 8
ROUND_SECONDS = 2.0
"""Seconds of one run, so that mail and other periodic jobs need not wait long."""


def update_vectors() -> None:
    """Compute missing vectors, as many as fit in one run; a periodic job."""
    encoder = encoders.get_encoder()
    if encoder is None:
        return
    try:
        make_vectors(encoder, index_store.open_reader())
    except BrokenIndex:
        return  # The job that follows the log repairs the index.


def make_vectors(encoder: Encoder, reader: IndexReader, *, within: float = ROUND_SECONDS) -> int:
    """Compute missing vectors for at most `within` seconds and store them; return how many. Raises BrokenIndex."""
    import numpy

    stored, indexed = vectors.read_vectors(encoder), reader.fingerprints()
    missing = [id_ for id_, fingerprint in indexed.items() if stored.fingerprints.get(id_) != fingerprint]
    if not missing and stored.fingerprints.keys() == indexed.keys():
        return 0
    encoded = _encode_cards(encoder, reader, missing, within)
    fingerprints, rows = {}, []
    for id_, row in zip(stored.fingerprints, stored.rows, strict=True):
        if id_ in indexed and id_ not in encoded:
            fingerprints[id_] = stored.fingerprints[id_]
            rows.append(row)
    for id_, row in encoded.items():
        fingerprints[id_] = indexed[id_]
        rows.append(row)
    vectors.write_vectors(encoder, fingerprints, numpy.array(rows, numpy.float32).reshape(len(rows), encoder.size))
    return len(encoded)


def _encode_cards(
    encoder: Encoder, reader: IndexReader, ids: list[str], within: float
) -> "Mapping[str, encoders.FloatArray]":
    end = time.monotonic() + within
    encoded: dict[str, encoders.FloatArray] = {}
    for start in range(0, len(ids), BATCH_SIZE):
        batch = ids[start : start + BATCH_SIZE]
        hits = [reader.top(reader.term("id", id_), 1) for id_ in batch]
        cards = {id_: reader.card(hit[0]) for id_, hit in zip(batch, hits, strict=True) if hit}
        encoded.update(zip(cards, encoder.encode([text_of(card) for card in cards.values()]), strict=True))
        if time.monotonic() > end:
            break
    return encoded


def text_of(card: Card) -> str:
    """The text of a card that is encoded: its title and the beginning of its text, in Dutch where there is Dutch."""
    return " ".join([card.title, card.lead or card.lead_en, card.body or card.body_en])[:MOST_CHARACTERS]
