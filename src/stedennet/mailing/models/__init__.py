"""Mailings, deliveries, bounces, suppressed addresses, and holds on all mail."""

from .deliveries import Delivery
from .holds import Hold
from .mailings import Mailing
from .replies import ReceivedReply, ReplyAddress
from .suppressions import Bounce, Suppression

__all__ = ["Bounce", "Delivery", "Hold", "Mailing", "ReceivedReply", "ReplyAddress", "Suppression"]
