"""Every public list as a feed: Atom, or RSS where asked."""

from .entries import Entry
from .responses import respond_with_feed

__all__ = ["Entry", "respond_with_feed"]
