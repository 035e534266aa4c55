"""Permissions in the agenda. The same rules serve the buttons, the flows, the admin and the API."""

import datetime as dt

from stedennet.core.access import Actor, LinkHolder, System
from stedennet.network.access import can_edit_network, is_representative
from stedennet.network.models import Organisation

from .models import Action, Commitment, Edition


def can_edit_agenda(by: Actor) -> bool:
    """Whether `by` maintains strategies, editions and actions: the editors of the network."""
    return can_edit_network(by)


def can_update_progress(by: Actor, commitment: Commitment, *, day: dt.date) -> bool:
    """Whether `by` may report on this action: an editor, somebody who represents the responsible organisation or a
    partner on `day`, or the holder of a personal link of a responsible organisation or of the action's contact."""
    if isinstance(by, LinkHolder):
        parties = [commitment.responsible_id, *(party.organisation_id for party in commitment.others)]
        is_party = any(by.holds_key(Organisation, key) for key in parties)
        return is_party or by.holds_key(Action, commitment.action_id)
    if can_edit_agenda(by):
        return True
    return find_represented_organisation(by, commitment, day=day) is not None


def find_represented_organisation(by: Actor, commitment: Commitment, *, day: dt.date) -> Organisation | None:
    """The organisation working on this action for which `by` speaks on `day`, the responsible ones first; None for an
    editor."""
    partners = [partner.organisation for partner in (*commitment.others, *commitment.helpers)]
    organisations = [organisation for organisation in (commitment.responsible, *partners) if organisation is not None]
    if isinstance(by, LinkHolder):
        if by.holds_key(Action, commitment.action_id):
            return commitment.responsible
        return next((organisation for organisation in organisations if by.holds(organisation)), None)
    if isinstance(by, System):
        return None
    return next((organisation for organisation in organisations if is_representative(by, organisation, day=day)), None)


def can_take_step(by: Actor, edition: Edition) -> bool:
    """Whether `by` may move the edition from one status to the next: the programme office."""
    return can_edit_agenda(by)
