"""Mailings, their deliveries, what bounced, and the addresses that get nothing."""

from .deliveries import Delivery
from .mailings import Mailing
from .suppressions import Bounce, Suppression

__all__ = ["Bounce", "Delivery", "Mailing", "Suppression"]
