"""Coordinates of the names in a drawing of adoptions: one row each, indented below the initiative that was adopted.

Pure: a nested list in, co-ordinates out; the template draws them.
"""

from typing import TypedDict

IN, ROW, TOP, LEFT, DOT = 28, 32, 18, 12, 6
LETTER = 9
"""Approximate width of a letter, to compute the width of the drawing."""


class Branch(TypedDict):
    """An adoption with what was adopted from it in turn; `kind` says how it is drawn."""

    name: str
    kind: str
    branches: "list[Branch]"


class Node(TypedDict):
    """A name with its dot."""

    name: str
    kind: str
    x: int
    y: int
    text_x: int


class Connector(TypedDict):
    """The line from a dot (`x`, `y`) down to the height `down`, and from there to `right`."""

    x: int
    y: int
    down: int
    right: int


class AdoptionTree(TypedDict, total=False):
    """A drawing in its own units; empty without branches."""

    width: int
    height: int
    nodes: list[Node]
    lines: list[Connector]


def draw_adoption_tree(root: str, branches: list[Branch]) -> AdoptionTree:
    """The drawing in its own units; empty without branches. A branch has `name`, `kind` and `branches`."""
    if not branches:
        return {}
    nodes: list[Node] = []
    lines: list[Connector] = []
    _place_branch({"name": root, "kind": "source", "branches": branches}, 0, nodes, lines)
    return {
        "width": max(node["text_x"] + len(node["name"]) * LETTER for node in nodes),
        "height": TOP + len(nodes) * ROW,
        "nodes": nodes,
        "lines": lines,
    }


def _place_branch(branch: Branch, depth: int, nodes: list[Node], lines: list[Connector]) -> int:
    """Place a branch and everything below it; returns its `y`."""
    x, y = LEFT + depth * IN, TOP + len(nodes) * ROW
    nodes.append({"name": branch["name"], "kind": branch["kind"], "x": x, "y": y, "text_x": x + 2 * DOT + 4})
    for child in branch["branches"]:
        below = _place_branch(child, depth + 1, nodes, lines)
        lines.append({"x": x, "y": y + DOT, "down": below, "right": x + IN - DOT})
    return y
