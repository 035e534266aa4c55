"""Who may change what in the agenda. Each rule serves the button, the guard, the admin and later the API."""

import datetime as dt

from stedennet.core.access import Actor, LinkHolder, System
from stedennet.network.access import can_edit_network, is_representative
from stedennet.network.models import Organisation

from .models import Action, Commitment, Edition


def can_edit_agenda(by: Actor) -> bool:
    """Editors keep strategies, editions and actions; they take the steps of an edition."""
    return can_edit_network(by)


def can_update_progress(by: Actor, commitment: Commitment, *, day: dt.date) -> bool:
    """An editor, who represents the responsible organisation or a partner on `day`, and who has the personal link of
    the responsible organisation or of the action's contact."""
    if isinstance(by, LinkHolder):
        return by.holds_key(Organisation, commitment.responsible_id) or by.holds_key(Action, commitment.action_id)
    if can_edit_agenda(by):
        return True
    return find_represented_organisation(by, commitment, day=day) is not None


def find_represented_organisation(by: Actor, commitment: Commitment, *, day: dt.date) -> Organisation | None:
    """The organisation that works on this action and for which somebody speaks on `day`: the responsible one first;
    None for an editor."""
    partners = [one.organisation for one in commitment.partners.all()]
    organisations = [one for one in (commitment.responsible, *partners) if one is not None]
    if isinstance(by, LinkHolder):
        if by.holds_key(Action, commitment.action_id):
            return commitment.responsible
        return next((organisation for organisation in organisations if by.holds(organisation)), None)
    if isinstance(by, System):
        return None
    return next((one for one in organisations if is_representative(by, one, day=day)), None)


def can_take_step(by: Actor, edition: Edition) -> bool:
    """The programme office takes the steps of an edition."""
    return can_edit_agenda(by)
