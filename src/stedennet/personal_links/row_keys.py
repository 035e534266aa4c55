"""How the text that a link signs names a row: by its key, or by its key and the address of its holder."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)


class RowKey(Protocol[Row]):
    """Turns a row into the text that its link signs, and back."""

    def write(self, row: Row) -> str:
        """The text for this row: letters, digits and hyphens."""
        ...

    def find(self, text: str) -> Row | None:
        """The row with this text; None when there is none, or it belongs to somebody else by now."""
        ...

    def list_rows(self, email: str) -> Iterable[Row]:
        """All rows for which somebody with this e-mail address has a link."""
        ...


@dataclass(frozen=True)
class PrimaryKey(Generic[Record]):
    """Signs the primary key: the link works as long as the row exists.

    `email` is the lookup of the holder's address, such as `submission__email`; empty when a link has no holder.
    """

    rows: Callable[[], QuerySet[Record]]
    email: str = ""

    def write(self, row: Record) -> str:
        """The primary key."""
        return str(row.pk)

    def find(self, text: str) -> Record | None:
        """The row with this primary key."""
        return find_row(self.rows(), text)

    def list_rows(self, email: str) -> Iterable[Record]:
        """The rows of this address."""
        return self.rows().filter(**{f"{self.email}__iexact": email}) if self.email else ()


@dataclass(frozen=True)
class KeyWithAddress(Generic[Record]):
    """Signs the primary key with a hash of the holder's address: the link ends when the row gets another address.

    `email` is the field with the address; `digits` is how many characters of the hash a link carries.
    """

    rows: Callable[[], QuerySet[Record]]
    email: str
    digits: int = 12

    def write(self, row: Record) -> str:
        """The primary key and the hash, with a hyphen."""
        email: str = attrgetter(self.email)(row)
        return f"{row.pk}-{hashlib.sha256(email.casefold().encode()).hexdigest()[: self.digits]}"

    def find(self, text: str) -> Record | None:
        """The row with this primary key, if it still has the address."""
        row = find_row(self.rows(), text.partition("-")[0])
        return row if row is not None and attrgetter(self.email)(row) and self.write(row) == text else None

    def list_rows(self, email: str) -> Iterable[Record]:
        """The rows of this address."""
        return self.rows().filter(**{f"{self.email}__iexact": email})


def find_row(rows: QuerySet[Record], key: str) -> Record | None:
    """The row with this primary key; None when there is none, or the key is not one."""
    try:
        return rows.filter(pk=key).first()
    except ValueError:  # The office's form posts the text, so it may hold anything.
        return None
