"""Who may do what with a call. Each rule serves the button, the guard and the admin."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from stedennet.initiatives.access import can_judge as can_judge_initiatives
from stedennet.network.access import represents

from .models import Call


@dataclass(frozen=True)
class LinkHolder:
    """Who has the personal link of a call, as actor of a flow."""

    call_id: int
    pk = None
    is_authenticated = False
    is_active = False


def can_judge(by: Any) -> bool:
    """Editors and moderators decide what is published."""
    return not isinstance(by, LinkHolder) and can_judge_initiatives(by)


def owns(by: Any, call: Call, *, day: dt.date) -> bool:
    """Who has the personal link, and who represents the organisation that calls."""
    if isinstance(by, LinkHolder):
        return by.call_id == call.pk
    return call.organisation is not None and represents(by, call.organisation, day=day)
