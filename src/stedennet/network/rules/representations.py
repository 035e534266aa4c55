"""Who may give somebody the right to speak or sign for an organisation. Pure: values in, value out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Authority:
    """What somebody is to the organisation today, by the key of the account."""

    key: int | None
    is_office: bool = False
    """Works at the programme office: an editor or an administrator."""
    is_administrator: bool = False
    represents: bool = False
    """Speaks for this organisation today."""


def may_request_representation(asker: Authority, receives: int | None) -> bool:
    """Whether this person may ask it for `receives`: the office or a representative, and never for oneself."""
    return asker.key is not None and asker.key != receives and (asker.is_office or asker.represents)


def may_grant_together(asker: Authority, confirmer: Authority, receives: int | None) -> bool:
    """Whether these two together give the right: the office and a representative, or two administrators.

    Nobody gives it to oneself, and one person is never two.
    """
    if None in (asker.key, confirmer.key) or len({asker.key, confirmer.key, receives}) < 3:
        return False
    return (
        (asker.is_office and confirmer.represents)
        or (asker.represents and confirmer.is_office)
        or (asker.is_administrator and confirmer.is_administrator)
    )
