"""All public lists by name."""

from .articles import ARTICLES
from .calls import CALLS
from .declarations import DeclarationError, List
from .events import EVENTS
from .initiatives import INITIATIVES
from .organisations import ORGANISATIONS

LISTS: tuple[List, ...] = (ORGANISATIONS, INITIATIVES, CALLS, ARTICLES, EVENTS)
"""In the order in which pages name them."""
BY_NAME = {declared.name: declared for declared in LISTS}

if len(BY_NAME) < len(LISTS):
    raise DeclarationError("two lists have the same name")
