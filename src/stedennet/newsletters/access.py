"""Permissions on newsletters."""

from stedennet.core.access import Actor, is_editor


def can_compose(by: Actor) -> bool:
    """Whether `by` may write, schedule and stop newsletters: editors only."""
    return is_editor(by)
