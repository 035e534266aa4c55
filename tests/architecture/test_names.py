"""Whoever knows the noun finds the file: in flows, in tests, and where the documentation points to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "stedennet"
FLOW_FILES = sorted(file for file in PACKAGE.glob("*/flows/*.py") if file.stem != "__init__")
NOT_OURS = {"node_modules", ".venv", ".venv-uv", ".git", "var"}
FILES = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
ENDS = {f"{path.relative_to(ROOT)}{'/' if path.is_dir() else ''}" for path in FILES}
DOCUMENTS = [path for path in FILES if path.suffix == ".md" and path.name != "CHANGELOG.md"]
IN_BACK_TICKS = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|md|html|css|m?js|toml|sh|po|csv|ya?ml|lock)|(?:[\w.-]+/)+)`")
ROOMS = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
DOTTED = re.compile(rf"`((?:{'|'.join(ROOMS)})\.[a-z_]\w*(?:\.\w+)*)(?:\(\))?`")
DEFINED = r"^(?:def|class) {name}\b|^{name}\b\s*[:=]|^    def {name}\b|\bimport\b.*\b{name}\b"
MADE_WHILE_RUNNING = ("var/",)


@pytest.mark.parametrize("file", FLOW_FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_each_flow_file_has_a_test_of_the_same_noun(file):
    room = file.parent.parent.name
    assert (ROOT / "tests" / room / f"test_{file.stem}.py").exists()


def test_flow_files_are_nouns():
    nouns_in_ing = {"mailing", "mailings"}
    assert [file for file in FLOW_FILES if file.stem.endswith("ing") and file.stem not in nouns_in_ing] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_in_documents_exist(document):
    missing = [path for path in IN_BACK_TICKS.findall(document.read_text()) if not _exists(path, document)]
    assert missing == []


@pytest.mark.parametrize(
    "document",
    [path for path in DOCUMENTS if path.name != "0203-names.md"],  # the record of old and new names
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_names_in_documents_exist(document):
    names = [name for name in DOTTED.findall(document.read_text()) if not name.endswith((".py", ".toml", ".css"))]
    missing = [name for name in names if not _is_defined(name)]
    assert missing == []


def _is_defined(name):
    """Whether the module is there, and the first name behind it stands in it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place, rest = PACKAGE.joinpath(*parts[:length]), parts[length:]
        if place.is_dir():
            return not rest or rest[0] in (place / "__init__.py").read_text()
        if place.with_suffix(".py").exists():
            return not rest or re.search(DEFINED.format(name=rest[0]), place.with_suffix(".py").read_text(), re.M)
    return False


def _exists(path, document):
    """A room's README names files of its room, or from `src/stedennet` or the top; other documents any file."""
    if path.startswith(MADE_WHILE_RUNNING) or (ROOT / path).exists() or (PACKAGE / path).exists():
        return True
    folder = f"{document.parent.relative_to(ROOT)}/" if document.is_relative_to(PACKAGE) else ""
    return any(end.startswith(folder) and f"/{end}".endswith(f"/{path}") for end in ENDS)
