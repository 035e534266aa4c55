"""The cover of an initiative: the part of its first picture that lists show, made when the picture is stored."""

from ..models import Picture
from ..models.parts import COVER


def make_cover_on_save(instance: Picture, **_signal: object) -> None:
    """Signal handler after a picture was stored: make its cover, which queries then find (`with_covers`)."""
    instance.image.get_rendition(COVER)
