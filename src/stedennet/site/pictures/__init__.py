"""The picture that stands beside a link in somebody's message: drawn here, kept on disk by what is on it."""

from .files import build_url, delete_old_pictures, load_png, seal_of
from .layout import HEIGHT, WIDTH

__all__ = ["HEIGHT", "WIDTH", "build_url", "delete_old_pictures", "load_png", "seal_of"]
