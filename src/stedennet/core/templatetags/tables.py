"""`{% table %}`: the only table element. A template declares its columns; `elements/table.html` writes the HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, zip_longest

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
CELLS = "cells of this row"
"""Where the context of a row collects its cells; no variable of a template can have this name."""


@dataclass(frozen=True)
class Cell:
    """A cell with the label of its column; a hidden label is there for screen readers only."""

    content: object
    label: str = ""
    css_class: str = ""
    row_header: bool = False
    number: bool = False
    hidden: bool = False

    @property
    def head_class(self) -> str:
        """The class of the column's header: numbers and their header end at the same edge."""
        return "number" if self.number else ""

    @property
    def cell_class(self) -> str:
        """The classes of the cell itself."""
        return " ".join(filter(None, (self.css_class, self.head_class)))


class TableNode(template.Node):
    """Renders the columns once for each row and hands the cells to the element."""

    def __init__(
        self, rows: FilterExpression, name: str, options: dict[str, FilterExpression], columns: NodeList
    ) -> None:
        self.rows, self.name, self.options, self.columns = rows, name, options, columns

    def render(self, context: template.Context) -> SafeString:
        """The table; nothing when there are no rows."""
        rows = [self._list_cells(row, context) for row in self.rows.resolve(context)]
        if not rows:
            return SafeString("")
        options = {name: value.resolve(context) for name, value in self.options.items()}
        return render_to_string("elements/table.html", build_table(drop_empty_columns(rows), **options))

    def _list_cells(self, row: object, context: template.Context) -> list[Cell]:
        cells: list[Cell] = []
        with context.push(**{self.name: row, CELLS: cells}):
            self.columns.render(context)
        return cells


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """`{% table ROWS as ROW css_class="…" caption="…" %}{% column … %}…{% endcolumn %}{% endtable %}`."""
    _tag, *words = token.split_contents()
    if len(words) < 3 or words[1] != "as":
        raise template.TemplateSyntaxError("write {% table ROWS as ROW %}")
    rows, _as, name, *options = words
    named = token_kwargs(options, parser)
    columns = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(parser.compile_filter(rows), name, named, columns)


@register.simple_block_tag(takes_context=True)
def column(
    context: template.Context,
    content: SafeString,
    label: object,
    *,
    css_class: str = "",
    row_header: bool = False,
    number: bool = False,
    hidden: bool = False,
) -> str:
    """A column: its label stands in the header, its content in the cell of each row.

    `css_class` is a class of the cells, `row_header` says that the cell names its row, `number` aligns at the end,
    `hidden` shows the label to screen readers only.
    """
    context[CELLS].append(Cell(content, str(label), css_class, row_header, number, hidden))
    return ""


@register.inclusion_tag("elements/table.html")
def value_table(
    rows: Iterable[Sequence[object]],
    *,
    header: Sequence[str] | None = None,
    first_is_header: bool = False,
    css_class: str = "utrecht-table table",
    caption: str = "",
) -> dict[str, object]:
    """A table of rows that are lists of plain values, with or without a header."""
    cells = [
        [
            Cell("" if value is None else value, str(label or ""), row_header=first_is_header and place == 0)
            for place, (label, value) in enumerate(zip_longest(header or (), row))
        ]
        for row in rows
    ]
    return build_table(cells, css_class=css_class, caption=caption) | {"has_header": bool(header)}


def drop_empty_columns(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """The rows without the columns in which no row says anything; rows of different lengths stay as they are."""
    if len({len(row) for row in rows}) != 1:
        return rows
    filled = [any(str(cell.content).strip() for cell in cells) for cells in zip(*rows, strict=True)]
    return [list(compress(row, filled)) for row in rows]


def build_table(
    rows: Sequence[Sequence[Cell]],
    *,
    css_class: str = "utrecht-table table",
    caption: str = "",
    caption_class: str = "",
) -> dict[str, object]:
    """The template context of the element; the columns are those of the first row."""
    return {
        "rows": rows,
        "head": rows[0] if rows else (),
        "has_header": True,
        "css_class": css_class,
        "caption": caption,
        "caption_class": caption_class,
    }
