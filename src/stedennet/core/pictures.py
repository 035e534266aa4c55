"""Re-encodes uploaded pictures, so that only the visible image is kept.

Place, time, camera, comments and anything hidden behind the image are dropped. Colours become sRGB, so that they look
the same without the dropped colour profile.
"""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from .errors import Refused

MAX_PIXELS = 40_000_000
"""Width times height: a good phone takes 12 million, and a picture in memory takes four bytes per pixel."""
ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
"""The accepted formats, with their extensions. SVG is not one: it is a page that can contain scripts."""
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_BROKEN = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, OverflowError, EOFError)
_TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def detect_picture_kind(data: bytes) -> str:
    """The extension that fits the picture's content; empty if it is not a picture. Decodes no pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(ENDINGS)) as picture:
                return ENDINGS[str(picture.format)]
    except Image.DecompressionBombError:
        raise _too_many_pixels_error() from None
    except _BROKEN:
        return ""


def redraw_picture(data: bytes) -> bytes:
    """The same picture in the same format, upright and without metadata; of an animation the first frame.

    Raises Refused, with %(name)s for the name of the file, for too many pixels and for a broken file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(ENDINGS)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _too_many_pixels_error()
                return _encode_picture(_strip_metadata(picture), str(picture.format))
    except _TOO_MANY:
        raise _too_many_pixels_error() from None
    except _BROKEN as error:
        raise Refused(_("“%(name)s” is beschadigd: de afbeelding is niet te lezen.")) from error


def _strip_metadata(picture: Image.Image) -> Image.Image:
    """The pixels: upright, in sRGB, without metadata."""
    upright = ImageOps.exif_transpose(picture)
    bare = _convert_to_srgb(upright, picture.info.get("icc_profile"))
    bare.info = {}
    return bare


def _convert_to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source_profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source_profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):  # An unusable profile: keep the pixels as they are.
            converted = None
        if converted is not None and mode == "RGB":
            return converted
    return picture.convert(mode)


def _encode_picture(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "JPEG":
        picture.convert("RGB").save(out, kind, quality=90, optimize=True)
    elif kind == "WEBP":
        picture.save(out, kind, quality=90)
    else:
        picture.save(out, kind)
    return out.getvalue()


def _too_many_pixels_error() -> Refused:
    words = _("“%(name)s” heeft te veel beeldpunten: hooguit %(millions)s miljoen. Maak de afbeelding kleiner.")
    return Refused(words.replace("%(millions)s", str(MAX_PIXELS // 1_000_000)))
