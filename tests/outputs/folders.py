"""A snapshot as a folder, one file an address, and how two of them differ."""

import difflib
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

LONGEST_NAME = 150
MOST_LINES = 12
"""Lines of a difference that are shown; the files have the rest."""


def write_file(folder: Path, title: str, text: str) -> None:
    """Store `text` under a name made of the title, its first line too; the same title again gets a number."""
    name = quote(title, safe=" ")
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}~{hashlib.sha256(title.encode()).hexdigest()[:10]}"
    file, number = folder / f"{name}.txt", 1
    while file.exists():
        number += 1
        file = folder / f"{name} ({number}).txt"
    file.write_text(f"{title}\n{text}\n")


def read_addresses(folder: Path) -> list[str]:
    """The addresses in a snapshot that anybody can ask again."""
    titles = [file.open().readline().strip() for file in sorted(folder.glob("GET *.txt"))]
    return [title.removeprefix("GET ") for title in titles if "{" not in title]  # masked: cannot be asked


def compare_folders(before: Path, after: Path) -> int:
    """Print what differs; 0 when nothing does, but for white space."""
    names = [{file.name for file in folder.glob("*.txt")} for folder in (before, after)]
    gone = [f"only before: {name}" for name in names[0] - names[1]]
    print("\n".join(sorted([*gone, *(f"only after: {name}" for name in names[1] - names[0])])))
    changed = laid_out = 0
    for name in sorted(names[0] & names[1]):
        texts = [(folder / name).read_text() for folder in (before, after)]
        pieces = [_split_text(text) for text in texts] if texts[0] != texts[1] else [[], []]
        laid_out += texts[0] != texts[1] and pieces[0] == pieces[1]
        if pieces[0] != pieces[1]:
            changed += 1
            lines = list(difflib.unified_diff(*pieces, lineterm="", n=0))[2 : 2 + MOST_LINES]
            print("\n    ".join([f"differs: {name}", *lines]))
    print(f"{len(names[0])} before, {len(names[1])} after: {changed} differ, {laid_out} in white space alone")
    return int(bool(changed or names[0] != names[1]))


def _split_text(text: str) -> list[str]:
    """One tag or piece of text a line, without the white space around it."""
    pieces = (" ".join(piece.split()).replace(" >", ">") for piece in re.split(r"(<[^>]*>)", text))
    return [piece for piece in pieces if piece]
