"""Mailings, their deliveries, what bounced, when all stood still, and the addresses that get nothing."""

from .deliveries import Delivery
from .holds import Hold
from .mailings import Mailing
from .suppressions import Bounce, Suppression

__all__ = ["Bounce", "Delivery", "Hold", "Mailing", "Suppression"]
