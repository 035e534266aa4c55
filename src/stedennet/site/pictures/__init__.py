"""The preview picture of a shared link: drawn here, cached on disk under a hash of its content."""

from .files import build_url, delete_old_pictures, load_png, seal_of
from .layout import HEIGHT, WIDTH

__all__ = ["HEIGHT", "WIDTH", "build_url", "delete_old_pictures", "load_png", "seal_of"]
