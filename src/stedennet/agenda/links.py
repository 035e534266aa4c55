"""Where the pages are that this room's mails and lists lead to: the site says so when it starts."""

from collections.abc import Callable

Address = Callable[[str], str]
_addresses: dict[str, Address] = {}


def use(*, decide: Address, action: Address) -> None:
    """`decide` makes a whole address from the secret of a party, `action` from the code of an action."""
    _addresses.update(decide=decide, action=action)


def decide_address(token: str) -> str:
    """Where a party decides. Raises KeyError when nobody said where the page is."""
    return _addresses["decide"](token)


def action_address(code: str) -> str:
    """Where somebody tells how it goes with an action. Raises KeyError when nobody said where the page is."""
    return _addresses["action"](code)
