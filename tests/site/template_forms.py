"""Counts the forms of a page in its templates: of branches the one with the most, of a loop twice."""

from pathlib import Path

from django.template import engines
from django.template.base import TextNode, VariableNode
from django.template.defaulttags import ForNode, IfNode
from django.template.loader_tags import IncludeNode

import stedennet

SOURCES = Path(stedennet.__file__).parent
TYPED = {"text", "email", "url", "number", "date", "search", "tel"}
"""Kinds of `<input>` in which somebody types."""


def all_templates():
    """The names of the templates of pages; mails have no forms."""
    for folder in SOURCES.glob("*/templates"):
        for path in folder.rglob("*.html"):
            yield str(path.relative_to(folder))


def all_rows():
    """The rows of all lists: what a template includes by a name that its view gives."""
    return [name for name in all_templates() if name.endswith("/_row.html")]


def count(nodes, seen=()):
    """How many forms to post a page can have at once, whether somebody types in one, whether it has sections."""
    forms, text, sections = 0, False, False
    for node in nodes:
        for more in parts(node, seen):
            forms, text, sections = forms + more[0], text or more[1], sections or more[2]
    return forms, text, sections


def parts(node, seen):
    """The same of each part of a node: of branches the one with the most forms, of a loop twice."""
    if isinstance(node, TextNode):
        is_typed = any(f'type="{kind}"' in node.s for kind in TYPED - {"search"}) or "<textarea" in node.s
        return [(node.s.count('method="post"'), is_typed, False)]
    if isinstance(node, IfNode):
        branches = [count(nodelist, seen) for _condition, nodelist in node.conditions_nodelists]
        most = max(forms for forms, _text, _sections in branches)
        return [(most, any(one[1] for one in branches), any(one[2] for one in branches))]
    if isinstance(node, ForNode):
        return [count(node.nodelist_loop, seen)] * 2 + [count(node.nodelist_empty, seen)]
    if isinstance(node, IncludeNode):
        name = node.template.var
        return [included(row, seen) for row in ([name] if isinstance(name, str) else all_rows())]
    if getattr(node, "nodelist", None) is not None:
        return [count(node.nodelist, seen)]
    is_field = isinstance(node, VariableNode) and str(node.filter_expression) in ("field", "form.as_p")
    return [(0, is_field or type(node).__name__ == "FormattedFieldNode", False)]


def included(name, seen=()):
    """The same of a template by its name."""
    if name == "sections/first_button.html" or name in seen:
        return 0, False, name not in seen
    return count(engines["django"].get_template(name).template.nodelist, (*seen, name))
