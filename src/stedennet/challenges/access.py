"""Permissions on challenges."""

from stedennet.core.access import Actor
from stedennet.network.access import can_edit_network


def can_edit_challenges(by: Actor) -> bool:
    """Whether `by` maintains challenges and what belongs to them: the editors of the network."""
    return can_edit_network(by)
