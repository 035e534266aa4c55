"""Pure functions on text: values in, values out. No ORM, no clock."""

from django.utils.translation import get_language


def get_localised_text(record: object, field: str, language: str | None = None) -> str:
    """The text of `field` in the reader's language, or in Dutch if it was not translated.

    Dutch is in `field`, English in `<field>_en`. `language` is a code such as "en"; None means the active one.
    """
    if (language or get_language() or "nl").startswith("en"):
        translated = getattr(record, f"{field}_en", "")
        if translated:
            return str(translated)
    return str(getattr(record, field))


def mask_address(email: str) -> str:
    """An e-mail address reduced to its first letter and domain: enough to recognise the mailbox."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if domain else "…"


def normalise_line_ends(text: str) -> str:
    """The text with Unix line ends; browsers send forms with carriage returns."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shorten_text(text: str, length: int) -> str:
    """At most `length` characters of `text`, cut between words, with an ellipsis if anything was cut."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,.;:-") + "…"
