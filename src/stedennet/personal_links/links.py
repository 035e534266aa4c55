"""What a personal link is. Each room declares its links in its own `personal_links.py`, one for each purpose."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic

from django.core.exceptions import ImproperlyConfigured
from django.core.signing import BadSignature
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from .addresses import build_address
from .models import ReplacedLink
from .row_keys import Record, Row, RowKey, find_row
from .tokens import (
    create_secret,
    hash_secret,
    read_signed_number,
    read_signed_text,
    sign_number,
    sign_text,
)

SEPARATOR = "~"
"""Stands in a signed link between the text for the row and the mark of a reissued link."""


class Reissue(Enum):
    """Who may end one link and have a new one mailed to its holder."""

    NOBODY = "nobody"
    OFFICE = "office"
    HOLDER = "holder"
    """Whoever has the link, and the office."""


@dataclass(frozen=True)
class Holder:
    """The person a link belongs to: e-mail address, language, and the title of what it is for."""

    email: str
    language: str
    title: str


@dataclass(frozen=True, kw_only=True)
class PersonalLink(ABC, Generic[Row]):
    """The declaration of one purpose.

    `model` is what the link gives access to. `label` tells its holder and the office what it is for. `salt` keeps
    tokens of different purposes apart; a changed salt ends every link already mailed. `holder` finds the holder of a
    row's link, None when it has none (any more). `lifetime` is None for a link that works as long as its row does.
    `page_language` is for pages that mails link to in one language only.
    """

    purpose: str
    model: type[Model]
    label: str | Promise
    salt: str
    reissue: Reissue
    holder: Callable[[Row], Holder | None] | None = None
    lifetime: dt.timedelta | None = None
    page_language: str = ""

    def __post_init__(self) -> None:
        """Raises ImproperlyConfigured for a link that can be reissued to nobody."""
        if self.holder is None and self.reissue is not Reissue.NOBODY:
            raise ImproperlyConfigured(f"Personal link “{self.purpose}” can be reissued, so it needs a holder.")

    @abstractmethod
    def find(self, token: str) -> Row | None:
        """The row that this token belongs to; None when it is forged, expired, replaced or its row is gone."""

    @abstractmethod
    def find_by_key(self, key: str) -> Row | None:
        """The row with this key, as `write_key` writes it; for the office, which never has the token."""

    @abstractmethod
    def write_key(self, row: Row) -> str:
        """What names the row in the office's form. It opens nothing."""

    @abstractmethod
    def list_rows(self, email: str) -> Iterable[Row]:
        """The rows for which somebody with this e-mail address has a link now."""

    def find_holder(self, row: Row) -> Holder | None:
        """The holder of this row's link, None when it has none."""
        return self.holder(row) if self.holder else None

    def build_url(self, token: str, language: str) -> str:
        """The whole address of the page behind this token."""
        return build_address(self.purpose, token, self.page_language or language)


@dataclass(frozen=True, kw_only=True)
class SignedLink(PersonalLink[Row]):
    """A link that is stored nowhere: it signs what names the row, and is the same in each mail.

    After a reissue it carries a mark, which a row in `ReplacedLink` remembers; links without that mark have ended.
    `is_dumped` writes the primary key as `signing.dumps` does.
    """

    key: RowKey[Row]
    is_dumped: bool = False

    def __post_init__(self) -> None:
        """Raises ImproperlyConfigured for a link that can be reissued and whose format has no place for a mark."""
        super().__post_init__()
        if self.is_dumped and self.reissue is not Reissue.NOBODY:
            raise ImproperlyConfigured(f"Personal link “{self.purpose}” has no place for a mark.")

    def make_token(self, row: Row) -> str:
        """The token that works now for this row."""
        return self.sign(self.key.write(row))

    def url(self, row: Row, language: str) -> str:
        """The link for this row."""
        return self.build_url(self.make_token(row), language)

    def find(self, token: str) -> Row | None:
        """The row that this token belongs to."""
        try:
            return self.key.find(self.unsign(token))
        except BadSignature:
            return None

    def find_by_key(self, key: str) -> Row | None:
        """The row that a link with this signed text belongs to."""
        return self.key.find(key)

    def write_key(self, row: Row) -> str:
        """The text that the link signs."""
        return self.key.write(row)

    def list_rows(self, email: str) -> Iterable[Row]:
        """The rows for which somebody with this e-mail address has a link now."""
        return self.key.list_rows(email)

    def sign(self, text: str) -> str:
        """The token that works now for what this text names."""
        return self._sign_marked(text, self._find_mark(text))

    def sign_all(self, texts: Iterable[str]) -> dict[str, str]:
        """The tokens that work now, by text, with one query: for mailings."""
        marks = dict(ReplacedLink.objects.filter(kind=self.purpose).values_list("value", "mark"))
        return {text: self._sign_marked(text, marks.get(text, "")) for text in texts}

    def unsign(self, token: str) -> str:
        """The text that the link signs. Raises BadSignature if it is forged, expired or replaced."""
        if self.is_dumped:
            return read_signed_number(token, salt=self.salt)
        signed = read_signed_text(token, salt=self.salt, lifetime=self.lifetime)
        text, _separator, mark = signed.partition(SEPARATOR)
        if mark != self._find_mark(text):
            raise BadSignature("this link was replaced")
        return text

    def _sign_marked(self, text: str, mark: str) -> str:
        if self.is_dumped:
            return sign_number(int(text), salt=self.salt)
        return sign_text(f"{text}{SEPARATOR}{mark}" if mark else text, salt=self.salt, lifetime=self.lifetime)

    def _find_mark(self, text: str) -> str:
        if self.reissue is Reissue.NOBODY:
            return ""
        rows = ReplacedLink.objects.filter(kind=self.purpose, value=text)
        return rows.values_list("mark", flat=True).first() or ""


@dataclass(frozen=True)
class IssuedSecret:
    """A new secret, and the fields with which the row stores its hash and its end."""

    token: str
    fields: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class StoredLink(PersonalLink[Record]):
    """A link whose random secret is stored in its row as a hash, so a copy of the database opens nothing.

    `rows` are those that a token may find; `open_rows` those whose link still waits for its use. `email`, `hash_field`
    and `end_field` are fields of the row. A new secret in the row ends the one before.
    """

    rows: Callable[[], QuerySet[Record]]
    open_rows: Callable[[], QuerySet[Record]]
    email: str
    hash_field: str
    end_field: str

    def issue(self, *, at: dt.datetime, lifetime: dt.timedelta | None = None) -> IssuedSecret:
        """A new secret that works from `at`, for the declared lifetime or this one; the caller stores its fields."""
        duration = lifetime or self.lifetime
        if duration is None:
            raise ImproperlyConfigured(f"Personal link “{self.purpose}” needs a lifetime.")
        token = create_secret(self.salt)
        fields = {self.hash_field: hash_secret(token, self.salt), self.end_field: at + duration}
        return IssuedSecret(token, fields)

    def renew(self, row: Record, *, at: dt.datetime, lifetime: dt.timedelta | None = None) -> str:
        """Store a new secret in the row, which ends the one before, and return it."""
        secret = self.issue(at=at, lifetime=lifetime)
        for name, value in secret.fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(secret.fields))
        return secret.token

    def find(self, token: str) -> Record | None:
        """The row that this token belongs to."""
        try:
            digest = hash_secret(token, self.salt)
        except BadSignature:
            return None
        return self.rows().filter(**{self.hash_field: digest}).first()

    def find_by_key(self, key: str) -> Record | None:
        """The row with this primary key, if its link still waits for its use."""
        return find_row(self.open_rows(), key)

    def write_key(self, row: Record) -> str:
        """The primary key."""
        return str(row.pk)

    def list_rows(self, email: str) -> Iterable[Record]:
        """The rows of this address whose link still waits for its use."""
        return self.open_rows().filter(**{f"{self.email}__iexact": email})
