"""Changes rules one by one and runs the tests of each: `python -m benchmarks.mutations` prints what no test noticed.

A change is one operator, constant or condition in a module of a room's `rules`. The module on disk stays as it is: the
tests load the changed source. Without `--all`, only rules whose tests need no Django are changed, which takes a second
each; with it, also those that only the tests of the room reach.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.rules import ALONE, find_rules_tests

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "stedennet"
OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
}  # fmt: skip
MODULE, SOURCE = "STEDENNET_CHANGED_MODULE", "STEDENNET_CHANGED_SOURCE"
PATIENCE = 600
"""Seconds for the tests of one change; what runs longer counts as noticed, for it never ends."""


@dataclass(frozen=True)
class Mutation:
    """One changed rule: where, what it became, and the source of the whole module."""

    path: Path
    line: int
    before: str
    after: str
    source: str

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return ".".join(("stedennet", *self.path.relative_to(PACKAGE).with_suffix("").parts))

    def __str__(self) -> str:
        return f"{self.path.relative_to(PACKAGE)}:{self.line}  {self.before}  →  {self.after}"


def find_mutations(path: Path) -> Iterator[Mutation]:
    """Yield every change of one operator, condition or whole number inside the functions of a module."""
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for statement in function.body for node in ast.walk(statement)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in inside and (change := _change(copy.deepcopy(node))) is not None:
            changed = copy.deepcopy(tree)
            target = next(each for at, each in enumerate(ast.walk(changed)) if at == number)
            before = ast.unparse(target)
            target.__dict__.update(change.__dict__)
            yield Mutation(path, target.lineno, before, ast.unparse(target), ast.unparse(changed))


def _change(node: ast.AST) -> ast.AST | None:
    """Return this node with its meaning changed; None when there is nothing to change."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITES:
        node.ops[0] = OPPOSITES[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OPPOSITES:
        node.op = OPPOSITES[type(node.op)]()
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        node.value += 1
    else:
        return None
    return ast.fix_missing_locations(node)


def find_tests(path: Path, *, pure: bool) -> list[Path]:
    """The test files that import a module of rules, by its full name."""
    room, stem = path.relative_to(PACKAGE).parts[0], path.stem
    files = find_rules_tests() if pure else sorted((ROOT / "tests" / room).glob("test_*.py"))
    names = (f"stedennet.{room}.rules.{stem}", f"from stedennet.{room}.rules import {stem}")
    found = [file for file in files if any(name in file.read_text() for name in names)]
    return found or ([] if pure else files)


class ChangedModule(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Loads the changed source instead of the module's own; a pytest plugin puts it in place."""

    def find_spec(self, name, path=None, target=None):  # noqa: D102
        return importlib.util.spec_from_loader(name, self) if name == os.environ[MODULE] else None

    def get_source(self, name):  # noqa: D102
        return Path(os.environ[SOURCE]).read_text()


if MODULE in os.environ:
    sys.meta_path.insert(0, ChangedModule())


def is_noticed(mutation: Mutation, tests: list[Path], *, pure: bool) -> bool:
    """Whether a test fails on the changed module."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(mutation.source)
        file.flush()
        environment = {**os.environ, MODULE: mutation.module, SOURCE: file.name}
        names = [str(test.relative_to(ROOT)) for test in tests]
        with_django = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "benchmarks.mutations"]
        command = [sys.executable, *(["-c", START] if pure else with_django), *names]
        try:
            run = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return True
    return run.returncode != 0


START = f"""
import sys, pytest
import benchmarks.mutations
from django.conf import settings
settings.configure(USE_I18N=False)
sys.exit(pytest.main(["-x", "-q", *{ALONE!r}, "--rootdir", {str(ROOT)!r}, *sys.argv[1:]]))
"""


def main() -> None:
    """Print each change that no test noticed, and how many were."""
    parser = argparse.ArgumentParser(prog="benchmarks.mutations", description=__doc__)
    parser.add_argument("--all", action="store_true", help="also rules that only tests with Django reach")
    parser.add_argument("--each", type=int, default=4, help="the most changes a module (4)")
    parser.add_argument("--only", default="", help="modules whose path contains this")
    arguments = parser.parse_args()
    choose = random.Random(1)
    noticed, survived = 0, []
    for path in sorted(PACKAGE.glob("*/rules/*.py")):
        pure = bool(find_tests(path, pure=True))
        tests = find_tests(path, pure=pure)
        if arguments.only not in str(path) or not tests or not (pure or arguments.all):
            continue
        found = list(find_mutations(path))
        for mutation in choose.sample(found, min(arguments.each, len(found))):
            if is_noticed(mutation, tests, pure=pure):
                noticed += 1
            else:
                survived.append(mutation)
                print(f"survived  {mutation}", flush=True)
    print(f"{noticed} of {noticed + len(survived)} changes were noticed")


if __name__ == "__main__":
    main()
