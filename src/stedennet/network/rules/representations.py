"""The rules for granting somebody the right to speak or sign for an organisation: it takes two people. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Authority:
    """The authority of an account (its key; None for nobody) over an organisation today."""

    key: int | None
    is_office: bool = False
    """Works at the programme office: an editor or an administrator."""
    is_administrator: bool = False
    represents: bool = False
    """Speaks for this organisation today."""


def may_request_representation(requester: Authority, receives: int | None) -> bool:
    """Whether `requester` may request this for account `receives`: as office or representative, not for themselves."""
    return requester.key is not None and requester.key != receives and (requester.is_office or requester.represents)


def may_grant_together(requester: Authority, confirmer: Authority, receives: int | None) -> bool:
    """Whether these two may grant it together: the office and a representative, or two administrators.

    They must be two different people, and neither may be the account that receives it.
    """
    if None in (requester.key, confirmer.key) or len({requester.key, confirmer.key, receives}) < 3:
        return False
    return (
        (requester.is_office and confirmer.represents)
        or (requester.represents and confirmer.is_office)
        or (requester.is_administrator and confirmer.is_administrator)
    )
