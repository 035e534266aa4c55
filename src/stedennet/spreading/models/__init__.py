"""Who wants to hear of what; what went out, and to where."""

from .dispatches import Channel, Dispatch
from .subscriptions import Subscriber, Subscription, Wish

__all__ = ["Channel", "Dispatch", "Subscriber", "Subscription", "Wish"]
