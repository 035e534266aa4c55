"""`{% reactions page %}`: the reactions below anything that can be reacted to."""

from typing import Any

from django import template

from ..cards import reactions as reaction_cards

register = template.Library()


@register.inclusion_tag("site/reactions/_list.html", takes_context=True)
def reactions(context: Any, subject: Any) -> dict[str, Any]:
    """The reactions to `subject`; `?reacties=N` in the address turns the page."""
    request = context.get("request")
    page = request.GET.get("reacties") if request else None
    return {**reaction_cards.build_threads(subject, page), "LANGUAGE_CODE": context.get("LANGUAGE_CODE", "nl")}
