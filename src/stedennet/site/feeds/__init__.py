"""Every public list as a feed: Atom, or RSS where asked."""

from .answering import answer
from .entries import Entry

__all__ = ["Entry", "answer"]
