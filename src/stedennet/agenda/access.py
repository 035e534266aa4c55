"""Who may change what in the agenda. Each rule serves the button, the guard, the admin and later the API."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from stedennet.core.access import System
from stedennet.network.access import can_keep_network, represents
from stedennet.network.models import Organisation

from .models import Commitment, Edition


@dataclass(frozen=True)
class LinkHolder:
    """Somebody without an account who has the personal link of an organisation, as actor of a flow."""

    organisation_id: int
    pk = None
    is_authenticated = False
    is_active = False


@dataclass(frozen=True)
class Contact:
    """The contact of one action, who came by the link in a reminder, as actor of a flow."""

    action_id: int
    pk = None
    is_authenticated = False
    is_active = False


def can_keep_agenda(by: Any) -> bool:
    """Editors keep strategies, editions and actions; they take the steps of an edition."""
    return isinstance(by, System) or can_keep_network(by)


def can_tell_progress(by: Any, commitment: Commitment, *, day: dt.date) -> bool:
    """An editor, who represents the responsible organisation or a partner on `day`, and who has the personal link of
    the responsible organisation or of the action's contact."""
    if isinstance(by, Contact):
        return commitment.action_id == by.action_id
    if isinstance(by, LinkHolder):
        return commitment.responsible_id == by.organisation_id
    if can_keep_agenda(by):
        return True
    return speaks_for(by, commitment, day=day) is not None


def speaks_for(by: Any, commitment: Commitment, *, day: dt.date) -> Organisation | None:
    """The organisation that works on this action and for which somebody speaks on `day`: the responsible one first;
    None for an editor."""
    partners = [one.organisation for one in commitment.partners.all()]
    organisations = [one for one in (commitment.responsible, *partners) if one is not None]
    if isinstance(by, LinkHolder):
        return next((one for one in organisations if one.pk == by.organisation_id), None)
    if isinstance(by, Contact):
        return commitment.responsible
    if isinstance(by, System):
        return None
    return next((one for one in organisations if represents(by, one, day=day)), None)


def can_step(by: Any, edition: Edition) -> bool:
    """The programme office takes the steps of an edition."""
    return can_keep_agenda(by)
