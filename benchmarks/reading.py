"""Figures about the readability of source trees: `python -m benchmarks.reading BEFORE [AFTER]` prints them.

It reads the text of the files and imports nothing, so that the tree of any commit can be measured.
"""

import argparse
import ast
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

LONGEST_LINE = 160
SAME_BODY = 3
"""The least number of statements of a body that counts as a duplicate."""
NOUNS_IN_ING = {"mailing", "mailings", "meeting", "setting", "string", "thing"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Tree:
    """One checkout of the repository."""

    def __init__(self, root: Path) -> None:
        self.package, self.tests = root / "src" / "stedennet", root / "tests"

    @cached_property
    def modules(self) -> dict[Path, ast.Module]:
        """All our modules with code, except migrations."""
        files = (file for file in sorted(self.package.rglob("*.py")) if "migrations" not in file.parts)
        return {file: ast.parse(text) for file in files if (text := file.read_text()).strip()}

    @cached_property
    def functions(self) -> list[Function]:
        """Every function and method."""
        return [node for module in self.modules.values() for node in ast.walk(module) if isinstance(node, Function)]

    @cached_property
    def flow_files(self) -> list[Path]:
        """The files in the folder `flows` of each room."""
        return [file for file in self.modules if file.parent.name == "flows" and file.stem != "__init__"]

    @cached_property
    def template_lines(self) -> list[int]:
        """The length of each line of each template."""
        files = self.package.glob("*/templates/**/*.html")
        return [len(line) for file in files for line in file.read_text().splitlines()]


def count_lines(node: Function) -> int:
    """Count the lines of a function from `def`."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def describe_sizes(sizes: Sequence[int]) -> str:
    """Format the median, the 90th percentile and the maximum."""
    ordered = sorted(sizes)
    return f"{statistics.median(ordered):.0f} / {ordered[int(len(ordered) * 0.9)]} / {ordered[-1]}"


def describe_share(part: int, whole: int) -> str:
    """Format a part as a number and a percentage."""
    return f"{part} of {whole} ({part / max(whole, 1):.0%})"


def is_gerund(file: Path) -> bool:
    """Whether the last word of the file's name ends in -ing and is not an ordinary noun."""
    word = file.stem.rpartition("_")[2]
    return word.endswith("ing") and word not in NOUNS_IN_ING


def find_bare_verbs(tree: Tree) -> list[str]:
    """Find the functions at module level whose name is one word."""
    defined = (node for module in tree.modules.values() for node in module.body if isinstance(node, Function))
    return [node.name for node in defined if "_" not in node.name]


def has_test(tree: Tree, flow_file: Path) -> bool:
    """Whether the room's tests have a file with the same noun."""
    return (tree.tests / flow_file.parent.parent.name / f"test_{flow_file.stem}.py").exists()


def find_annotations(function: Function) -> Iterator[tuple[str, str]]:
    """Yield each annotated parameter with its annotation as text; the result is called `return`."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    yield from ((each.arg, ast.unparse(each.annotation)) for each in parameters if each and each.annotation)
    if function.returns:
        yield "return", ast.unparse(function.returns)


def has_any(function: Function) -> bool:
    """Whether its signature contains `Any`."""
    return any(re.search(r"\bAny\b", text) for _name, text in find_annotations(function))


def count_duplicates(tree: Tree) -> int:
    """Count the functions whose body, without the docstring, equals that of another."""
    bodies: Counter[str] = Counter()
    for function in tree.functions:
        body = function.body[ast.get_docstring(function) is not None :]
        if len(body) >= SAME_BODY:
            bodies["\n".join(ast.unparse(statement) for statement in body)] += 1
    return sum(times - 1 for times in bodies.values())


def count_foreign_builders(tree: Tree) -> int:
    """Count the imports in tests from the conftest of another room."""
    count = 0
    for file in tree.tests.rglob("*.py"):
        rooms = re.findall(r"^\s*from tests\.(\w+)\.conftest import", file.read_text(), re.MULTILINE)
        count += sum(room != file.relative_to(tree.tests).parts[0] for room in rooms)
    return count


def count_view_lines(tree: Tree) -> int:
    """Count the lines of all modules below site/views."""
    return sum(len(file.read_text().splitlines()) for file in (tree.package / "site" / "views").rglob("*.py"))


FIGURES: dict[str, Callable[[Tree], object]] = {
    "files": lambda tree: len(tree.modules),
    "lines a file: median / p90 / longest": lambda tree: describe_sizes(
        [len(file.read_text().splitlines()) for file in tree.modules]
    ),
    "functions": lambda tree: len(tree.functions),
    "lines a function: median / p90 / longest": lambda tree: describe_sizes([*map(count_lines, tree.functions)]),
    "gerunds as file names": lambda tree: sum(map(is_gerund, tree.modules)),
    "gerunds among flow files": lambda tree: describe_share(
        sum(map(is_gerund, tree.flow_files)), len(tree.flow_files)
    ),
    "public functions of one word": lambda tree: len(find_bare_verbs(tree)),
    "flow files with a test of the same noun": lambda tree: describe_share(
        sum(has_test(tree, file) for file in tree.flow_files), len(tree.flow_files)
    ),
    "functions with Any in the signature": lambda tree: describe_share(
        sum(map(has_any, tree.functions)), len(tree.functions)
    ),
    "by: Any": lambda tree: sum(
        (name, text.removesuffix(" | None")) == ("by", "Any")
        for f in tree.functions
        for name, text in find_annotations(f)
    ),
    f"template lines over {LONGEST_LINE} signs": lambda tree: describe_share(
        sum(length > LONGEST_LINE for length in tree.template_lines), len(tree.template_lines)
    ),
    "longest template line": lambda tree: max(tree.template_lines),
    "lines of site/views": count_view_lines,
    "imports from the conftest of another room": count_foreign_builders,
    "functions with the body of another": count_duplicates,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__)
    parser.add_argument("trees", nargs="+", type=Path, help="folders with a checkout")
    paths = parser.parse_args().trees
    trees = [Tree(path) for path in paths]
    rows = [["", *(path.name or str(path) for path in paths)], ["---"] * (len(trees) + 1)]
    rows += [[label, *(str(figure(tree)) for tree in trees)] for label, figure in FIGURES.items()]
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
