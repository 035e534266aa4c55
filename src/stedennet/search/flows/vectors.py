"""The worker's part of the encoder: vectors for what is new or changed in the index, some at a time."""

import time
from collections.abc import Mapping

from .. import encoders, index_store, vectors
from ..encoders import MOST_CHARACTERS, Encoder
from ..engine import BrokenIndex, IndexReader
from ..records import Card

BATCH_SIZE = 8
ROUND_SECONDS = 2.0
"""Seconds of one round: mail and the other chores must not wait long."""


def update_vectors() -> None:
    """The worker's chore: make the vectors that are missing, as many as fit in a round."""
    encoder = encoders.get_encoder()
    if encoder is None:
        return
    try:
        make_vectors(encoder, index_store.open_reader())
    except BrokenIndex:
        return  # The chore that follows the log mends the index.


def make_vectors(encoder: Encoder, shelf: IndexReader, *, within: float = ROUND_SECONDS) -> int:
    """Make vectors for at most `within` seconds, and store them; returns how many. Raises Broken."""
    import numpy

    there, wanted = vectors.read_vectors(encoder), shelf.marks()
    missing = [name for name, mark in wanted.items() if there.marks.get(name) != mark]
    if not missing and there.marks.keys() == wanted.keys():
        return 0
    made = _encode_cards(encoder, shelf, missing, within)
    marks, rows = {}, []
    for name, row in zip(there.marks, there.rows, strict=True):
        if name in wanted and name not in made:
            marks[name] = there.marks[name]
            rows.append(row)
    for name, row in made.items():
        marks[name] = wanted[name]
        rows.append(row)
    vectors.write_vectors(encoder, marks, numpy.array(rows, numpy.float32).reshape(len(rows), encoder.size))
    return len(made)


def _encode_cards(encoder: Encoder, shelf: IndexReader, names: list[str], within: float) -> Mapping[str, object]:
    end = time.monotonic() + within
    made: dict[str, object] = {}
    for start in range(0, len(names), BATCH_SIZE):
        batch = names[start : start + BATCH_SIZE]
        hits = [shelf.top(shelf.term("id", name), 1) for name in batch]
        found = {name: shelf.card(hit[0]) for name, hit in zip(batch, hits, strict=True) if hit}
        made.update(zip(found, encoder.encode([text_of(card) for card in found.values()]), strict=True))
        if time.monotonic() > end:
            break
    return made


def text_of(card: Card) -> str:
    """What is read of a thing: its title and how it begins, in Dutch where there is Dutch."""
    return " ".join([card.title, card.lead or card.lead_en, card.body or card.body_en])[:MOST_CHARACTERS]
