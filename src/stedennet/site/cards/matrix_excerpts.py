"""A few rows of the matrix for another page: the members of the group that a scheme of themes belongs to."""

from collections.abc import Sequence

from stedennet.core.clock import today
from stedennet.insight.querysets.matrix import read_cells
from stedennet.insight.querysets.municipalities import list_members
from stedennet.network.models import Theme, ThemeScheme

from .matrix import build_columns, build_rows
from .matrix_cells import build_legend


def build_matrix_excerpt(scheme: ThemeScheme, themes: Sequence[Theme]) -> dict[str, object] | None:
    """The rows of the scheme's group by the scheme's themes; None without members. Two queries."""
    members = list_members(scheme.group_id, day=today()) if scheme.group_id else []
    if not members:
        return None
    columns = build_columns(themes)
    return {
        "columns": columns,
        "sections": [{"rows": build_rows(members, columns, read_cells(day=today()))}],
        "legend": build_legend(),
    }
