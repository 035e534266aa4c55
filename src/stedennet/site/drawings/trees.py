"""Coordinates of the names in a drawing of adoptions: a row for each, further in for what was taken over from it.

Pure: a nested list in, co-ordinates out; the template draws them.
"""

from collections.abc import Sequence
from typing import Any

IN, ROW, TOP, LEFT, DOT = 28, 32, 18, 12, 6
LETTER = 9
"""About the width of a letter, to know how wide the drawing is."""


def draw_adoption_tree(root: str, branches: Sequence[Any]) -> dict[str, Any]:
    """The drawing in its own units; empty without branches. A branch has `name`, `kind` and `branches`."""
    if not branches:
        return {}
    nodes: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    _place_branch({"name": root, "kind": "source", "branches": branches}, 0, nodes, lines)
    return {
        "width": max(node["text_x"] + len(node["name"]) * LETTER for node in nodes),
        "height": TOP + len(nodes) * ROW,
        "nodes": nodes,
        "lines": lines,
    }


def _place_branch(branch: Any, depth: int, nodes: list[dict[str, Any]], lines: list[dict[str, Any]]) -> int:
    """Put a name and all below it; returns how high it stands."""
    x, y = LEFT + depth * IN, TOP + len(nodes) * ROW
    nodes.append({"name": branch["name"], "kind": branch["kind"], "x": x, "y": y, "text_x": x + 2 * DOT + 4})
    for child in branch["branches"]:
        below = _place_branch(child, depth + 1, nodes, lines)
        lines.append({"x": x, "y": y + DOT, "down": below, "right": x + IN - DOT})
    return y
