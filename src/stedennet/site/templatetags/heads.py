"""`{% text_of_block "title" %}`: what a page says in one of its blocks, said once more in the head."""

from django import template
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags

register = template.Library()


@register.simple_tag(takes_context=True)
def text_of_block(context: Context, name: str) -> str:
    """The text of the block `name` as the page fills it, on one line and without markup.

    For blocks that do not extend their parent's.
    """
    blocks = context.render_context[BLOCK_CONTEXT_KEY]
    with context.push():
        text = blocks.get_block(name).nodelist.render(context)
    return strip_tags(text).strip()
