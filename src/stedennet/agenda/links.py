"""Addresses of the pages that this room's mails and lists link to; the site registers them at start-up."""

from collections.abc import Callable

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def register_urls(
    *, decide: Address, own_decision: Address, action: Address, round: Address, draft: Address, contact: Address
) -> None:
    """Each makes a whole address: of a party's secret, of an edition's number and a party, of an action's code, of a
    reader's secret, of an edition's number, of a contact's secret."""
    _addresses.update(
        decide=decide, own_decision=own_decision, action=action, round=round, draft=draft, contact=contact
    )


_follower_counts: list[Callable[[], int]] = []


def register_follower_count(count: Callable[[], int]) -> None:
    """Say how many people hear by mail of what changes in the agenda: a room above this one knows."""
    _follower_counts[:] = [count]


def count_followers() -> int:
    """The maximum number of people who get mail about a change of the agenda; 0 if the site registered no count."""
    return _follower_counts[0]() if _follower_counts else 0


def get_approval_url(token: str) -> str:
    """The address at which a party decides through a personal link. Raises KeyError if the site registered none."""
    return _addresses["decide"](token)


def get_own_approval_url(number: int, party: str) -> str:
    """The address at which a party's representative decides. Raises KeyError if the site registered none."""
    return _addresses["own_decision"](number, party)


def get_action_url(code: str) -> str:
    """The address for reporting progress on an action. Raises KeyError if the site registered none."""
    return _addresses["action"](code)


def get_round_url(token: str) -> str:
    """The address at which an organisation reviews all its actions. Raises KeyError if the site registered none."""
    return _addresses["round"](token)


def get_draft_url(number: int) -> str:
    """The address at which a draft edition is written together. Raises KeyError if the site registered none."""
    return _addresses["draft"](number)


def get_contact_url(token: str) -> str:
    """The address at which an action's contact reports progress. Raises KeyError if the site registered none."""
    return _addresses["contact"](token)
