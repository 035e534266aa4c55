"""Who wants to hear of what; what went out, and to where."""

from .digests import Content, Digest
from .dispatches import Channel, Dispatch
from .subscriptions import Subscriber, Subscription, Wish

__all__ = ["Channel", "Content", "Digest", "Dispatch", "Subscriber", "Subscription", "Wish"]
