"""What went out, and to where."""

from .dispatches import Channel, Dispatch

__all__ = ["Channel", "Dispatch"]
