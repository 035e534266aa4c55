"""Who may do what with newsletters."""

from stedennet.core.access import Actor, is_editor


def can_compose(by: Actor) -> bool:
    """Editors write newsletters, plan them and stop them."""
    return is_editor(by)
