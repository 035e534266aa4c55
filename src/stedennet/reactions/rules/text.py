"""What readers type, made safe to show. Pure: text in, text or HTML out."""

import datetime as dt
import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from stedennet.core.typed_text import clean_line, clean_text

MAX_LENGTH = 2000
EDIT_PERIOD = dt.timedelta(minutes=15)
"""How long a writer may change a published reaction."""
ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def clean_reaction_text(text: str) -> str:
    """The text without signs that nobody sees, with at most one empty line in a row."""
    return re.sub(r"\n{3,}", "\n\n", clean_text(text)).strip()


def clean_reaction_name(name: str) -> str:
    """The name on one line, without signs that nobody sees: nobody can turn a line around with a name."""
    return " ".join(clean_line(name).split())


def render_reaction_html(text: str) -> SafeString:
    """Paragraphs and line breaks; web addresses become links that give the site behind them no credit."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    # Every part below was escaped by _linked.
    return mark_safe("".join(f"<p>{_link_addresses(part.strip())}</p>" for part in paragraphs))  # noqa: S308


def _link_addresses(text: str) -> str:
    done, parts = 0, []
    for hit in ADDRESS.finditer(text):
        parts.append(escape(text[done : hit.start()]))
        parts.append(format_html('<a href="{0}" rel="nofollow ugc noopener">{0}</a>', hit[0]))
        done = hit.end()
    parts.append(escape(text[done:]))
    return "".join(parts).replace("\n", "<br>")


def may_change(published_at: dt.datetime, moment: dt.datetime) -> bool:
    """Whether it is still early enough to change the text."""
    return moment < published_at + EDIT_PERIOD
