"""Who may do what with newsletters."""

from typing import Any


def can_compose(by: Any) -> bool:
    """Editors write newsletters, plan them and stop them."""
    return bool(by.is_authenticated and (by.is_editor or by.is_superuser))
