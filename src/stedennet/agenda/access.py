"""Who may change what in the agenda. Each rule serves the button, the guard, the admin and later the API."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from stedennet.core.access import System
from stedennet.network.access import can_keep_network, represents

from .models import Commitment, Edition


@dataclass(frozen=True)
class LinkHolder:
    """Somebody without an account who has the personal link of an organisation, as actor of a flow."""

    organisation_id: int
    pk = None
    is_authenticated = False
    is_active = False


def can_keep_agenda(by: Any) -> bool:
    """Editors keep strategies, editions and actions; they take the steps of an edition."""
    return isinstance(by, System) or can_keep_network(by)


def can_tell_progress(by: Any, commitment: Commitment, *, day: dt.date) -> bool:
    """An editor, who represents the responsible organisation or a partner on `day`, and who has the personal link of
    the responsible organisation."""
    if isinstance(by, LinkHolder):
        return commitment.responsible_id == by.organisation_id
    if can_keep_agenda(by):
        return True
    organisations = [commitment.responsible, *(one.organisation for one in commitment.partners.all())]
    return any(one is not None and represents(by, one, day=day) for one in organisations)


def can_step(by: Any, edition: Edition) -> bool:
    """The programme office takes the steps of an edition."""
    return can_keep_agenda(by)
