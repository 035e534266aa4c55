"""The typed actor of every flow, and the roles at the programme office."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.db.models import Model


class Actor(Protocol):
    """A signed-in person, nobody (Django's AnonymousUser), the holder of a personal link, or the program."""

    @property
    def pk(self) -> int | None:
        """The primary key of the person; None for all others."""
        ...

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        ...

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        ...


class System:
    """The program itself, as actor of loaders and tasks, with the rights of an editor."""

    pk: int | None = None
    is_authenticated = True
    is_active = True
    is_editor = True
    is_moderator = True
    is_superuser = False

    def __str__(self) -> str:
        return "stedennet"


SYSTEM = System()


@dataclass(frozen=True)
class LinkHolder:
    """Somebody without an account who holds the personal link of one record."""

    model: type[Model]
    key: int
    pk = None
    is_authenticated = False
    is_active = False

    def holds(self, record: Model) -> bool:
        """Whether the link belongs to this record."""
        return self.holds_key(type(record), record.pk)

    def holds_key(self, model: type[Model], key: int | None) -> bool:
        """Whether the link belongs to the record of this model with this key."""
        return issubclass(model, self.model) and key == self.key


def is_holder(by: Actor, record: Model) -> bool:
    """Whether `by` holds the personal link of this record."""
    return isinstance(by, LinkHolder) and by.holds(record)


def is_editor(by: Actor) -> bool:
    """Whether `by` is an editor at the programme office; so are administrators and the program itself."""
    return _has_role(by, "is_editor", "is_superuser")


def is_moderator(by: Actor) -> bool:
    """Whether `by` moderates submissions; so do administrators and the program itself."""
    return _has_role(by, "is_moderator", "is_superuser")


def is_administrator(by: Actor) -> bool:
    """Whether `by` is an administrator; the program itself is not."""
    return _has_role(by, "is_superuser")


def person_of(by: Actor | None) -> Any:
    """The user account of the actor; None for nobody, the holder of a link and the program."""
    return by if isinstance(by, get_user_model()) else None


def _has_role(by: Actor, *roles: str) -> bool:
    # AnonymousUser and the holder of a link have no roles.
    return by.is_authenticated and by.is_active and any(getattr(by, role, False) for role in roles)
