"""Builds a letter to many readers: HTML with inline styles, and plain text with the same content."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stedennet.core import dates
from stedennet.core.errors import Refused
from stedennet.core.text import shorten_text
from stedennet.mailing.letters import Letter, LetterItem
from stedennet.mailing.rules.placeholders import collapse_whitespace

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MOST_ITEMS = 50
MOST_BYTES = 100_000
"""Mail programs truncate longer mails (Gmail: at 102 kB)."""


def build_letter(
    items: Sequence[LetterItem],
    *,
    subject: str,
    language: str,
    heading: str = "",
    intro: str = "",
    closing: str = "",
    reason: str = "",
    manage_url: str = "",
    web_url: str = "",
    more_url: str = "",
    most: int = MOST_ITEMS,
) -> Letter:
    """Build a letter about `items`, in this order: `most` in full, then how many more there are and `more_url`.

    `intro` and `closing` are plain text with an empty line between paragraphs. `reason` says why the reader gets this.
    `reason`, `manage_url` and `web_url` may contain a placeholder such as `{{{manage_url}}}`; in any other text it is
    escaped. There is always a link to `{{{unsubscribe_url}}}`. Raises Refused above 100 kB.
    """
    with translation.override(language):
        words: dict[str, Any] = {
            "subject": escape_placeholders(collapse_whitespace(subject)),
            "heading": escape_placeholders(heading or subject),
            "intro": split_paragraphs(escape_placeholders(intro)),
            "closing": split_paragraphs(escape_placeholders(closing)),
            "items": [_build_item(item) for item in items[:most]],
            "left_out": max(len(items) - most, 0),
            "more_url": more_url or f"{settings.SITE_URL}{reverse('home')}",
            "reason": reason,
            "manage_url": manage_url,
            "web_url": web_url,
        }
        context = {**words, **_build_frame(), "rule": "=" * min(len(words["heading"]), 70)}
        html = _inline_styles(render_to_string("mail/letter.html", context))
        text = Engine.get_default().get_template("mail/letter.txt").render(Context(context, autoescape=False))
    if len(html.encode()) > MOST_BYTES:
        raise Refused(_("Deze brief is te lang. Maak de teksten korter of kies minder berichten."))
    return Letter(subject=words["subject"], text=_tidy_text(text), html=html, language=language)


def escape_placeholders(text: str) -> str:
    """`text` without placeholders: people may type three braces too."""
    return re.sub(r"\{(?=\{\{)", "{\u2060", text)


def split_paragraphs(text: str) -> list[str]:
    """Plain text split at empty lines."""
    lines = text.replace("\r\n", "\n").strip()
    return [paragraph.strip() for paragraph in re.split(r"\n\s*\n", lines) if paragraph.strip()]


def _build_item(item: LetterItem) -> dict[str, str]:
    day = dates.format_day(item.date) if isinstance(item.date, dt.date) else item.date or ""
    return {
        "title": escape_placeholders(collapse_whitespace(item.title)),
        "facts": escape_placeholders(" · ".join(fact for fact in (item.kind, day, item.organisation) if fact)),
        "summary": escape_placeholders(shorten_text(item.summary, 400)),
        "url": escape_placeholders(item.url),
        "image_url": escape_placeholders(item.image_url),
        "image_alt": escape_placeholders(item.image_alt),
    }


def _build_frame() -> dict[str, str]:
    return {
        "network_name": escape_placeholders(settings.NETWORK_NAME),
        "office_email": escape_placeholders(settings.OFFICE_EMAIL),
        "privacy_url": f"{settings.SITE_URL}{reverse('privacy')}",
        "unsubscribe_url": "{{{unsubscribe_url}}}",
        "dark_css": _load_styles()[1],
    }


def _tidy_text(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _inline_styles(html: str) -> str:
    return _load_inliner().inline(html)


@cache
def _load_inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=_load_styles()[0])


@cache
def _load_styles() -> tuple[str, str]:
    """The styles to inline, and those for dark screens, both with literal colours."""
    colours = load_colours()
    light, dark = ((ASSETS / name).read_text() for name in ("mail.css", "mail-dark.css"))
    return _resolve_colours(light, colours), re.sub(r"\s+", " ", _resolve_colours(dark, colours)).strip()


def _resolve_colours(css: str, colours: dict[str, str]) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"var\(--(net-[a-z-]+)\)", lambda match: colours[match[1]], without_comments)


@cache
def load_colours() -> dict[str, str]:
    """The colours of the network that `site.css` names, by name without the leading dashes."""
    match = re.search(r"networks/[\w-]+\.css", (ASSETS / "site.css").read_text())
    file = ASSETS / (match[0] if match else "networks/demo.css")
    return dict(re.findall(r"--(net-[a-z-]+):\s*(#[0-9a-fA-F]{3,8})\s*;", file.read_text()))
