"""All public lists by name."""

from .agenda import ACTIONS
from .articles import ARTICLES
from .calls import CALLS
from .challenges import CHALLENGES
from .declarations import DeclarationError, List
from .events import EVENTS
from .indicator_values import INDICATOR_VALUES
from .indicators import INDICATORS
from .initiatives import INITIATIVES
from .newsletters import NEWSLETTERS
from .organisations import ORGANISATIONS
from .participation import PARTICIPATION
from .themes import THEMES
from .yields import YIELDS

LISTS: tuple[List, ...] = (
    ORGANISATIONS,
    THEMES,
    PARTICIPATION,
    CHALLENGES,
    ACTIONS,
    INDICATORS,
    INDICATOR_VALUES,
    INITIATIVES,
    CALLS,
    YIELDS,
    ARTICLES,
    EVENTS,
    NEWSLETTERS,
)
"""In the order in which pages name them."""
BY_NAME = {declared.name: declared for declared in LISTS}

if len(BY_NAME) < len(LISTS):
    raise DeclarationError("two lists have the same name")
