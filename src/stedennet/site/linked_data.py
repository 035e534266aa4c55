"""schema.org descriptions for machines, as a block of data in the page. Pure."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Characters that could end the block, or be read as HTML."""


def render_json_ld(data: dict[str, Any]) -> SafeString:
    """The data as JSON-LD (schema.org); empty values are left out."""
    full = {"@context": "https://schema.org", **{key: value for key, value in data.items() if value}}
    text = mark_safe(json.dumps(full, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - escaped in this line
    return format_html('<script type="application/ld+json">{}</script>', text)
