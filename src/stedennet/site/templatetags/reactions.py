"""`{% reactions page %}`: the reactions below anything that can be reacted to."""

from django import template
from django.db.models import Model
from django.template import Context

from ..cards import reactions as reaction_cards

register = template.Library()


@register.inclusion_tag("site/reactions/_list.html", takes_context=True)
def reactions(context: Context, subject: Model) -> dict[str, object]:
    """The reactions to `subject`; `?reacties=N` in the address turns the page."""
    request = context.get("request")
    page = request.GET.get("reacties") if request else None
    return {**reaction_cards.build_threads(subject, page), "LANGUAGE_CODE": context.get("LANGUAGE_CODE", "nl")}
