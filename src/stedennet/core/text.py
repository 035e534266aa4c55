"""Pure functions on text: values in, values out. No ORM, no clock."""

from django.utils.html import escape
from django.utils.translation import get_language


class TextInLanguage(str):
    """A text in another language than that of the page; templates write it with its `lang` (docs/decisions 0332).

    Everywhere else it is a string like any other.
    """

    language: str

    def __new__(cls, text: str, language: str) -> "TextInLanguage":
        """The text, which is in this language."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy is made of."""
        return str(self), self.language

    def __html__(self) -> str:
        """The text for a page. Without quotes: also in an attribute by mistake, it stays inside that attribute."""
        return f"<span lang={self.language}>{escape(str(self))}</span>" if self else ""


def mark_language(text: str, language: str) -> str:
    """The text, which is in this language; marked when the page is in another one."""
    return str(text) if language == (get_language() or "nl")[:2] else TextInLanguage(text, language)


def mark_dutch(text: str) -> str:
    """A text that the site has in Dutch only, marked on an English page."""
    return mark_language(text, "nl") if text else ""


def get_localised_text(record: object, field: str, language: str | None = None) -> str:
    """The text of `field` in the reader's language, or in Dutch if it was not translated, marked as such.

    Dutch is in `field`, English in `<field>_en`. `language` is a code such as "en"; None means the active one.
    """
    wanted = (language or get_language() or "nl")[:2]
    if wanted == "en":
        translated = getattr(record, f"{field}_en", "")
        if translated:
            return str(translated)
    text = str(getattr(record, field))
    return text if wanted == "nl" or not text else TextInLanguage(text, "nl")


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
