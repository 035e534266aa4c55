"""Who wants to hear of what; what went out, and to where."""

from .digests import Content, Digest
from .dispatches import Channel, Dispatch
from .sightings import Sighting
from .subscriptions import Subscriber, Subscription, Wish

__all__ = ["Channel", "Content", "Digest", "Dispatch", "Sighting", "Subscriber", "Subscription", "Wish"]
