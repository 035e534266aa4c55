"""Facts of calls."""

from .attachments import Attachment
from .calls import Call
from .interests import Interest, Message

__all__ = ["Attachment", "Call", "Interest", "Message"]
