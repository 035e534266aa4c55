"""All public lists by name."""

from .calls import CALLS
from .declarations import DeclarationError, List
from .initiatives import INITIATIVES

LISTS: tuple[List, ...] = (INITIATIVES, CALLS)
"""In the order in which pages name them."""
BY_NAME = {declared.name: declared for declared in LISTS}

if len(BY_NAME) < len(LISTS):
    raise DeclarationError("two lists have the same name")
