"""Where the pages are that this room's mails and lists lead to: the site says so when it starts."""

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
    """At most so many people get mail about a change of the agenda; 0 when nobody said."""
    return _follower_counts[0]() if _follower_counts else 0


def get_approval_url(token: str) -> str:
    """Where a party decides. Raises KeyError when nobody said where the page is."""
    return _addresses["decide"](token)


def get_own_approval_url(number: int, party: str) -> str:
    """Where who represents a party decides, or takes that back. Raises KeyError when nobody said where the page is."""
    return _addresses["own_decision"](number, party)


def get_action_url(code: str) -> str:
    """Where somebody tells how it goes with an action. Raises KeyError when nobody said where the page is."""
    return _addresses["action"](code)


def get_round_url(token: str) -> str:
    """Where an organisation looks at all its actions. Raises KeyError when nobody said where the page is."""
    return _addresses["round"](token)


def get_draft_url(number: int) -> str:
    """Where an edition is drafted, and told who wrote what. Raises KeyError when nobody said where the page is."""
    return _addresses["draft"](number)


def get_contact_url(token: str) -> str:
    """Where the contact of an action tells how it goes. Raises KeyError when nobody said where the page is."""
    return _addresses["contact"](token)
