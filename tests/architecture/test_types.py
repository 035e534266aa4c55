"""Types say what goes in and out: `Any` becomes rarer, and the actor of a flow is never one."""

import ast
from functools import cache
from pathlib import Path

from benchmarks.reading import find_annotations, has_any

import stedennet

PACKAGE = Path(stedennet.__file__).parent
MOST_WITH_ANY = 166
"""Functions with `Any` in their signature, as many as there are now. Lower it with every one that goes."""


@cache
def _find_functions():
    return [
        (path, node)
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_no_function_more_has_any_in_its_signature():
    count = sum(has_any(function) for _path, function in _find_functions())
    assert count <= MOST_WITH_ANY, "Name the type; or lower the number when it is smaller."
    assert count > MOST_WITH_ANY - 10, f"There are {count} left: write that number down."


def test_any_stands_in_at_most_one_of_twenty_functions():
    functions = [function for _path, function in _find_functions()]
    assert sum(map(has_any, functions)) <= len(functions) / 20


def test_the_actor_is_typed():
    for path, function in _find_functions():
        for name, annotation in find_annotations(function):
            assert name != "by" or "Any" not in annotation, f"{path.name}: {function.name}"


def test_the_actor_has_no_default():
    for path, function in _find_functions():
        defaults = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        optional = [argument for argument, default in defaults if default is not None]
        assert not any("Actor" in ast.unparse(argument) for argument in optional), f"{path.name}: {function.name}"
