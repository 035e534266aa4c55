"""Subscribers, wishes and subscriptions; digests, dispatches and sightings."""

from .digests import Content, Digest
from .dispatches import Channel, Dispatch
from .sightings import Sighting
from .subscriptions import Subscriber, Subscription, Wish

__all__ = ["Channel", "Content", "Digest", "Dispatch", "Sighting", "Subscriber", "Subscription", "Wish"]
