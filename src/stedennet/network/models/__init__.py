"""The records of the network."""

from .figures import OrganisationFigure
from .groups import Group, GroupMembership
from .mergers import Merger, MergerChange
from .names import OrganisationName
from .organisations import Organisation
from .participation import Participation
from .representations import Representation
from .roles import ThemeRole
from .themes import Theme, ThemeLink, ThemeScheme

__all__ = [
    "Group",
    "GroupMembership",
    "Merger",
    "MergerChange",
    "Organisation",
    "OrganisationFigure",
    "OrganisationName",
    "Participation",
    "Representation",
    "Theme",
    "ThemeLink",
    "ThemeRole",
    "ThemeScheme",
]
