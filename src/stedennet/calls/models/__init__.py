"""Facts of calls."""

from .calls import Call
from .interests import Interest, Message

__all__ = ["Call", "Interest", "Message"]
