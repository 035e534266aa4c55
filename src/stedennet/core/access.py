"""Who somebody is to a flow: every `can_x` takes one of these as `by`."""

from typing import Protocol


class Actor(Protocol):
    """A person who is signed in, or nobody (Django's AnonymousUser has these too, by `is_authenticated`)."""

    @property
    def pk(self) -> int | None:
        """The key of the person; None for nobody and for the program itself."""
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
    """The program itself, as actor of loaders and tasks: it may do what an editor may."""

    pk: int | None = None
    is_authenticated = True
    is_active = True
    is_editor = True
    is_moderator = True
    is_superuser = False

    def __str__(self) -> str:
        return "stedennet"


SYSTEM = System()
