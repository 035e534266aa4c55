"""What pages do with refusals stands in one place: `core/refusals.py`, and the middleware of the site."""

import ast
from pathlib import Path

import stedennet

PACKAGE = Path(stedennet.__file__).parent
ERRORS = {"DomainError", "NotAllowed", "Refused", "RefusedFields"}
PAGE_MODULES = ("django.http", "django.shortcuts", "django.forms", "wagtail.admin", "stedennet.core.refusals")
"""A module that imports one of these makes pages or forms."""
EXCEPTIONS = {
    "core/refusals.py": "is the one place",
    "core/upload_forms.py": "cleans one field: the refusal becomes Django's ValidationError",
    "site/views/fediverse.py": "answers servers, with the statuses of their protocol",
}


def makes_pages(tree: ast.Module) -> bool:
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return any(name == module or name.startswith(f"{module}.") for name in imported for module in PAGE_MODULES)


def find_caught(tree: ast.Module) -> list[int]:
    """The lines that catch an error of the domain."""
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type]
    return [
        handler.lineno
        for handler in handlers
        if ERRORS & {getattr(name, "id", getattr(name, "attr", "")) for name in ast.walk(handler.type)}
    ]


def test_no_page_catches_an_error_of_the_domain_by_hand():
    caught = {}
    for path in PACKAGE.rglob("*.py"):
        name, tree = path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        lines = find_caught(tree)
        if lines and (makes_pages(tree) or name in EXCEPTIONS):
            caught[name] = lines
    assert {name: lines for name, lines in caught.items() if name not in EXCEPTIONS} == {}, "use `attempt`"
    assert set(caught) == set(EXCEPTIONS)


def test_what_a_page_that_catches_looks_like_is_known():
    tree = ast.parse(
        "from django.shortcuts import render\ntry:\n    act()\nexcept (errors.Refused, ValueError):\n    pass\n"
    )
    assert makes_pages(tree)
    assert find_caught(tree) == [4]
    assert not makes_pages(ast.parse("from stedennet.core.errors import Refused\n"))
