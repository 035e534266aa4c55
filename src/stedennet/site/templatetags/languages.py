"""Text in another language than the page, in templates: these filters know it, and every template has them.

`{{ text }}` writes such a text with its `lang` by itself; a filter that makes plain strings would lose that.
"""

from django import template
from django.template import defaultfilters
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stedennet.core.text import TextInLanguage

register = template.Library()


@register.filter(needs_autoescape=True)
def linebreaks(text: str, autoescape: bool = True) -> str:
    """Django's filter, in an element with the language of the text."""
    return _wrap(text, "div", defaultfilters.linebreaks_filter(text, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def linebreaksbr(text: str, autoescape: bool = True) -> str:
    """Django's filter, in an element with the language of the text."""
    return _wrap(text, "span", defaultfilters.linebreaksbr(text, autoescape=autoescape))


def _wrap(text: str, element: str, html: SafeString) -> str:
    if not isinstance(text, TextInLanguage):
        return html
    return format_html("<{} lang={}>{}</{}>", element, text.language, html, element)


@register.filter
def plain(text: str) -> str:
    """The text without its language, for an attribute."""
    return str(text)
