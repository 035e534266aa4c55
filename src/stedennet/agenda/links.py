"""Where the pages are that this room's mails and lists lead to: the site says so when it starts."""

from collections.abc import Callable

Address = Callable[..., str]
_addresses: dict[str, Address] = {}


def use(*, decide: Address, action: Address, edition: Address, round: Address) -> None:
    """Each makes a whole address: of a party's secret, an action's code, an edition's number, a reader's secret."""
    _addresses.update(decide=decide, action=action, edition=edition, round=round)


def decide_address(token: str) -> str:
    """Where a party decides. Raises KeyError when nobody said where the page is."""
    return _addresses["decide"](token)


def action_address(code: str) -> str:
    """Where somebody tells how it goes with an action. Raises KeyError when nobody said where the page is."""
    return _addresses["action"](code)


def edition_address(number: int) -> str:
    """Where readers find an edition. Raises KeyError when nobody said where the page is."""
    return _addresses["edition"](number)


def round_address(token: str) -> str:
    """Where an organisation looks at all its actions. Raises KeyError when nobody said where the page is."""
    return _addresses["round"](token)
