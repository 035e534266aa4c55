"""The picture that stands beside a link in somebody's message: drawn here, kept on disk by what is on it."""

from .drawing import HEIGHT, WIDTH
from .keeping import address, forget_old, png, seal_of

__all__ = ["HEIGHT", "WIDTH", "address", "forget_old", "png", "seal_of"]
