"""The nonce attribute for inline scripts in Wagtail's forms."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..nonces import get_script_nonce

register = template.Library()


@register.simple_tag
def nonce_attribute() -> SafeString | str:
    """` nonce="…"` for a `<script>`, with a leading space; empty outside a request."""
    nonce = get_script_nonce()
    return format_html(' nonce="{}"', nonce) if nonce else ""
