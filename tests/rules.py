"""The tests of pure rules, without Django: `python -m tests.rules` runs them in seconds.

A file belongs to them when it imports nothing of ours but modules in a room's `rules`, and asks for no fixture that
Django brings. So nobody keeps a list, and a rule that begins to need Django shows at once.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

TESTS = Path(__file__).parent
OURS = ("stedennet", "django", "wagtail", "tests", "benchmarks", "supply")
FIXTURES = re.compile(r"\b(django_db|client|settings|db|live_server|monkeypatch)\b")
ALONE = ("--noconftest", "-p", "no:django", "-p", "no:cacheprovider", "-p", "tests.deterministic", "-c", "/dev/null")
"""Without the project's own configuration: that one loads Django."""


def find_rules_tests() -> list[Path]:
    """The test files that need no Django, by what they import."""
    return [path for path in sorted(TESTS.glob("*/test_*.py")) if is_about_rules(path.read_text())]


def is_about_rules(source: str) -> bool:
    """Whether a test file imports rules, and nothing else of ours."""
    ours = [name for name in _imported(ast.parse(source)) if name.startswith((*OURS, "."))]
    return bool(ours) and all(_is_rules(name) for name in ours) and not FIXTURES.search(source)


def _is_rules(name: str) -> bool:
    return name.startswith("stedennet.") and ".rules" in name


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def main() -> int:
    """Run them. Rules may translate their sentences: they stay as written, for there is nothing to load."""
    settings.configure(USE_I18N=False)
    files = [str(path) for path in find_rules_tests()]
    return pytest.main(["-q", *ALONE, "--rootdir", str(TESTS.parent), *files, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
