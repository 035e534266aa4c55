"""What the index holds of something public: plain values, no ORM."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Record:
    """One thing that can be found. Texts are Dutch; where `_en` is empty there is no translation.

    `kind` and `key` name it (a key is unique within its kind), `address` is what the site needs to link to it. The
    values of themes, cities and province are slugs, or names of provinces; `day` is when it happened or was published.
    `owners` are the keys of the organisations that do it; `marks` are other words about it that other rooms know.
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
        """Its name in the index."""
        return f"{self.kind}:{self.key}"

    @property
    def year(self) -> str:
        """The year of its day, as text; empty when it has none."""
        return str(self.day.year) if self.day else ""


@dataclass(frozen=True)
class Card:
    """What a result shows, kept in the index, so that a page of results asks the database nothing."""

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
"""Characters of a body that are kept for showing where a word stands; all of it is searched."""


def dump_card(record: Record) -> str:
    """The card of a record, as JSON."""
    values = dict(vars(record))
    values["day"] = record.day.isoformat() if record.day else ""
    values["body"], values["body_en"] = record.body[:LONGEST_KEPT], record.body_en[:LONGEST_KEPT]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load_card(text: str | bytes) -> Card:
    """The card that `card_of` wrote."""
    values = json.loads(text)
    for name in ("names", "themes", "cities", "provinces", "owners", "marks"):
        values[name] = tuple(values[name])
    return Card(**values)


def fingerprint_of(record: Record) -> int:
    """A number that changes when anything of the record changes (the first 63 bits of its SHA-256)."""
    text = json.dumps(vars(record), default=str, sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1
