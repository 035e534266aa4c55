"""Makes what readers type safe to show. Pure: text in, text or HTML out."""

import datetime as dt
import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from stedennet.core.typed_text import clean_line, clean_text

MAX_LENGTH = 2000
EDIT_PERIOD = dt.timedelta(minutes=15)
"""How long an author may change a published reaction."""
ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def clean_reaction_text(text: str) -> str:
    """The text without invisible characters, with at most one empty line in a row."""
    return re.sub(r"\n{3,}", "\n\n", clean_text(text)).strip()


def clean_reaction_name(name: str) -> str:
    """The name on one line, without invisible characters: nobody can reverse a line by a name."""
    return " ".join(clean_line(name).split())


def render_reaction_html(text: str) -> SafeString:
    """The text as paragraphs with line breaks; web addresses become links that pass on no ranking (nofollow)."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    # _link_addresses escapes every part.
    return mark_safe("".join(f"<p>{_link_addresses(part.strip())}</p>" for part in paragraphs))  # noqa: S308


def _link_addresses(text: str) -> str:
    end, parts = 0, []
    for match in ADDRESS.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(format_html('<a href="{0}" rel="nofollow ugc noopener">{0}</a>', match[0]))
        end = match.end()
    parts.append(escape(text[end:]))
    return "".join(parts).replace("\n", "<br>")


def may_change(published_at: dt.datetime, moment: dt.datetime) -> bool:
    """Whether the text may still be changed at `moment`."""
    return moment < published_at + EDIT_PERIOD
