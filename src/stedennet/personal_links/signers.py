"""Makes and reads the secret of a personal link."""

import datetime as dt
from collections.abc import Iterable

from django.core.signing import BadSignature, Signer, TimestampSigner

from .models import ReplacedLink

SEPARATOR = "~"


class LinkSigner:
    """Signs what a link is for. After a replacement the link carries a new mark, and others are not read any more.

    `kind` names the links of one sort, `salt` keeps them apart; with `lasts` a link ends by itself after that time.
    """

    def __init__(self, kind: str, *, salt: str, lasts: dt.timedelta | None = None) -> None:
        self.kind, self.lasts = kind, lasts
        self._signer = TimestampSigner(salt=salt) if lasts else Signer(salt=salt)

    def sign(self, value: str) -> str:
        """The secret that works now for `value`, which has letters, digits and hyphens."""
        return self._signed(value, self._mark_of(value))

    def sign_all(self, values: Iterable[str]) -> dict[str, str]:
        """The secrets that work now, by value, with one question to the database: for letters to many."""
        marks = dict(ReplacedLink.objects.filter(kind=self.kind).values_list("value", "mark"))
        return {value: self._signed(value, marks.get(value, "")) for value in values}

    def unsign(self, token: str) -> str:
        """The value that the link was signed for. Raises BadSignature if it is forged, expired or replaced."""
        value, _separator, mark = self._unsigned(token).partition(SEPARATOR)
        if mark != self._mark_of(value):
            raise BadSignature("this link was replaced")
        return value

    def _signed(self, value: str, mark: str) -> str:
        return self._signer.sign(f"{value}{SEPARATOR}{mark}" if mark else value)

    def _unsigned(self, token: str) -> str:
        if isinstance(self._signer, TimestampSigner):
            return self._signer.unsign(token, max_age=self.lasts)
        return self._signer.unsign(token)

    def _mark_of(self, value: str) -> str:
        rows = ReplacedLink.objects.filter(kind=self.kind, value=value)
        return rows.values_list("mark", flat=True).first() or ""
