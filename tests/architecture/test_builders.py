"""What tests share stands by its noun: builders in tests/builders, fixtures of several rooms in tests/fixtures."""

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
CONFTESTS = sorted(TESTS.glob("**/conftest.py"))


def find_imports(path: Path) -> list[str]:
    """The modules that a file imports from, in full."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    return [f"{'.' * node.level}{node.module or ''}" for node in nodes] + [
        f"{'.' * node.level}{node.module or ''}.{name.name}" for node in nodes for name in node.names
    ]


def test_nobody_imports_from_a_conftest():
    users = [path for path in TESTS.rglob("*.py") if any("conftest" in name for name in find_imports(path))]
    assert users == []


def test_a_conftest_defines_fixtures_and_hooks_only():
    assert len(CONFTESTS) > 15
    for path in CONFTESTS:
        functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
        public = [node for node in functions if not node.name.startswith("_") or node.decorator_list]
        assert [node.name for node in public if not node.decorator_list] == [], path


def test_builders_are_no_fixtures():
    files = [path for path in (TESTS / "builders").glob("*.py") if path.stem != "__init__"]
    assert len(files) > 10
    assert [path.name for path in files if "pytest.fixture" in path.read_text()] == []
