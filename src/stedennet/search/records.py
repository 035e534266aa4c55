"""The records of the index and the cards of results: plain values, no ORM."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Record:
    """One item that can be found. Texts are Dutch; an empty `_en` field means that there is no translation.

    `kind` and `key` identify it (a key is unique within its kind); the site makes its URL from `address`. Themes,
    cities and provinces are slugs; `day` is the day of the event or publication. `owners` are the keys of the
    organisations that do it; `marks` are labels for other rooms.
    """

    kind: str
    key: str
    address: str
    title: str
    title_en: str = ""
    names: tuple[str, ...] = ()
    lead: str = ""
    lead_en: str = ""
    body: str = ""
    body_en: str = ""
    themes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    status: str = ""
    day: dt.date | None = None
    owners: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the index, `kind:key`."""
        return f"{self.kind}:{self.key}"

    @property
    def year(self) -> str:
        """The year of its day; empty when it has no day."""
        return str(self.day.year) if self.day else ""


@dataclass(frozen=True)
class Card:
    """The data that a result shows, stored in the index so that a page of results needs no database."""

    kind: str
    key: str
    address: str
    title: str
    title_en: str = ""
    names: tuple[str, ...] = ()
    lead: str = ""
    lead_en: str = ""
    body: str = ""
    body_en: str = ""
    themes: tuple[str, ...] = field(default=())
    cities: tuple[str, ...] = field(default=())
    provinces: tuple[str, ...] = field(default=())
    status: str = ""
    day: str = ""
    owners: tuple[str, ...] = field(default=())
    marks: tuple[str, ...] = field(default=())


LONGEST_KEPT = 6_000
"""The characters of a body that are stored for excerpts; all of it is searched."""


def dump_card(record: Record) -> str:
    """Serialise the card of a record as JSON."""
    values = dict(vars(record))
    values["day"] = record.day.isoformat() if record.day else ""
    values["body"], values["body_en"] = record.body[:LONGEST_KEPT], record.body_en[:LONGEST_KEPT]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load_card(text: str | bytes) -> Card:
    """Parse a card that `dump_card` wrote."""
    values = json.loads(text)
    for name in ("names", "themes", "cities", "provinces", "owners", "marks"):
        values[name] = tuple(values[name])
    return Card(**values)


def fingerprint_of(record: Record) -> int:
    """Compute a number that changes with any change of the record (the first 63 bits of its SHA-256)."""
    text = json.dumps(vars(record), default=str, sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1
