"""What the hub still has to hear."""

from .announcements import Announcement

__all__ = ["Announcement"]
