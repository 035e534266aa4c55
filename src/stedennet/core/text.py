"""Pure work on text: values in, values out. No ORM, no clock."""

from typing import Any

from django.utils.translation import get_language


def get_localised_text(record: Any, field: str, language: str | None = None) -> str:
    """The text of `field` in the reader's language, in Dutch where no translation was written.

    Dutch stands in `field`, English in `<field>_en`. `language` is a code such as "en"; the active one when None.
    """
    if (language or get_language() or "nl").startswith("en"):
        translated = getattr(record, f"{field}_en", "")
        if translated:
            return str(translated)
    return str(getattr(record, field))


def mask_address(email: str) -> str:
    """An e-mail address with only the first letter and the domain: enough to see whose mailbox it is, or is not."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if domain else "…"


def normalise_line_ends(text: str) -> str:
    """The text with line ends as Unix has them; a browser sends a form's lines with a return before each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shorten_text(text: str, length: int) -> str:
    """At most `length` characters of `text`, cut at a word, with an ellipsis where something was cut."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,.;:-") + "…"
