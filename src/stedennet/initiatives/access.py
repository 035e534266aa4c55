"""Permissions on initiatives and adoptions. Each rule serves the button, the guard and the admin."""

import datetime as dt

from stedennet.core.access import Actor, LinkHolder, System
from stedennet.intake.flows import can_moderate
from stedennet.network.access import can_edit_network, is_representative
from stedennet.network.models import Organisation

from .models import Adoption, FollowUp, Initiative
from .rules.states import State


def can_review(by: Actor) -> bool:
    """Whether `by` decides which initiatives are published: editors and moderators do."""
    return can_moderate(by) or can_edit_network(by)


def is_owner(by: Actor, initiative: Initiative, *, day: dt.date) -> bool:
    """Whether `by` holds the initiative's personal link, or represents the lead organisation on `day`."""
    if isinstance(by, LinkHolder):
        return by.holds(initiative)
    return initiative.lead is not None and is_representative(by, initiative.lead, day=day)


def can_edit(by: Actor, initiative: Initiative, *, day: dt.date) -> bool:
    """Whether `by` may change the initiative: editors and owners may; the sender of a tip until it is published."""
    if can_review(by):
        return True
    if isinstance(by, LinkHolder) and initiative.is_tip and initiative.state in (State.PUBLISHED, State.ARCHIVED):
        return False
    return initiative.state not in (State.REJECTED, State.ARCHIVED) and is_owner(by, initiative, day=day)


def can_adopt_for(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether `by` may report an adoption by this organisation: editors and its representatives may."""
    return can_review(by) or (not isinstance(by, LinkHolder) and is_representative(by, organisation, day=day))


def can_answer_adoption(by: Actor, adoption: Adoption, *, day: dt.date) -> bool:
    """Whether `by` may confirm or dispute the adoption: the owner of its source may.

    A source without an owner in the register leaves it to editors and the holder of the personal link.
    """
    source = adoption.of.organisation if adoption.of else adoption.initiative.lead
    if source is None:
        return can_review(by) or is_owner(by, adoption.initiative, day=day)
    if isinstance(by, LinkHolder):
        return adoption.of is None and is_owner(by, adoption.initiative, day=day)
    return isinstance(by, System) or is_representative(by, source, day=day)


def can_answer_follow_up(by: Actor, follow_up: FollowUp, *, day: dt.date) -> bool:
    """Whether `by` may say how the adoption goes: who speaks for the city, or holds the link of the question."""
    if isinstance(by, LinkHolder):
        return by.holds(follow_up)
    return can_adopt_for(by, follow_up.adoption.organisation, day=day)
