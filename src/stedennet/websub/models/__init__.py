"""Announcements to the hub."""

from .announcements import Announcement

__all__ = ["Announcement"]
