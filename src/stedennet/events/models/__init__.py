"""Event pages and registrations."""

from .pages import EventIndexPage, EventPage, EventSeriesPage, ProgrammeItem
from .registrations import Registration

__all__ = ["EventIndexPage", "EventPage", "EventSeriesPage", "ProgrammeItem", "Registration"]
