"""Facts of calls."""

from .attachments import Attachment
from .calls import Call
from .interests import Interest, Message
from .proposals import CallProposal

__all__ = ["Attachment", "Call", "CallProposal", "Interest", "Message"]
