"""`{% reactions page %}`: the reactions below anything that can be reacted to."""

from typing import Any

from django import template

from .. import reaction_cards

register = template.Library()


@register.inclusion_tag("site/reactions/_list.html", takes_context=True)
def reactions(context: Any, subject: Any) -> dict[str, Any]:
    """The reactions to `subject`; `?reacties=N` in the address turns the page."""
    request = context.get("request")
    page = request.GET.get("reacties") if request else None
    return {**reaction_cards.below(subject, page), "LANGUAGE_CODE": context.get("LANGUAGE_CODE", "nl")}
