"""Accounts and followers, posts and activities, deliveries and servers, remote accounts, replies and blocks."""

from .blocks import Block
from .deliveries import Delivery, Host
from .identities import Follower, Identity
from .peers import Peer, Reply, Seen
from .posts import Activity, Post, Tally

__all__ = [
    "Activity",
    "Block",
    "Delivery",
    "Follower",
    "Host",
    "Identity",
    "Peer",
    "Post",
    "Reply",
    "Seen",
    "Tally",
]
