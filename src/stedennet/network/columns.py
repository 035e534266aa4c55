"""The columns of each CSV file of the register, and the fields that they fill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .models import Group, GroupMembership, Organisation, Participation, Theme, ThemeLink, ThemeRole, ThemeScheme
from .rules import cells

LONGEST_CHAIN = 9
"""The longest chain of successive mergers whose rows may stand in any order in one file."""


@dataclass(frozen=True)
class Column:
    """A column: `parse` turns its text into the field `field` (by default its own name).

    For a column that refers to another record, `model` is that record's model, and the cell holds its field `by`.
    """

    name: str
    field: str = ""
    parse: Callable[[str], Any] = cells.parse_text
    required: bool = False
    model: type[models.Model] | None = None
    by: str = ""

    @property
    def attribute(self) -> str:
        """The field of the record that this column fills."""
        return self.field or self.name


@dataclass
class FileSpec:
    """One kind of file: its model, the fields that identify a row, its columns, fixed values and derived values."""

    model: type[models.Model]
    key: tuple[str, ...]
    columns: list[Column]
    fixed: dict[str, Any] = field(default_factory=dict)
    derive: Callable[[dict[str, Any]], None] | None = None
    _references: dict[str, dict[object, models.Model]] = field(default_factory=dict)

    def load_existing(self) -> dict[tuple[object, ...], models.Model]:
        """Load the records in the register, by key, and refresh the records that columns may refer to."""
        self._references = {
            column.name: {getattr(record, column.by): record for record in column.model._default_manager.all()}
            for column in self.columns
            if column.model
        }
        foreign_keys = [column.attribute for column in self.columns if column.model]
        rows = self.model._default_manager.filter(**self.fixed)
        rows = rows.select_related(*foreign_keys) if foreign_keys else rows
        return {self.key_of({name: getattr(record, name) for name in self.key}): record for record in rows}

    def key_of(self, values: Mapping[str, object]) -> tuple[object, ...]:
        """The values that identify this row."""
        return tuple(getattr(values.get(name), "pk", values.get(name)) for name in self.key)

    def add_reference(self, record: models.Model) -> None:
        """Let later rows of the file refer to a record that an earlier row added."""
        for column in self._among_themselves():
            self._references[column.name][getattr(record, column.by)] = record

    def sort_rows(self, rows: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
        """Sort the rows so that each follows the row that it refers to, such as its successor in a merger."""
        ordered: list[tuple[int, dict[str, str]]] = []
        for _round in range(LONGEST_CHAIN):
            pending = {row.get(column.by, "").strip() for _line, row in rows for column in self._among_themselves()}
            blocked = [(line, row) for line, row in rows if self._named_by(row) & (pending - {""})]
            if len(blocked) == len(rows):
                break  # Nothing left, or a cycle, which no order resolves.
            ordered += [(line, row) for line, row in rows if not self._named_by(row) & (pending - {""})]
            rows = blocked
        return ordered + rows

    def _among_themselves(self) -> list[Column]:
        return [column for column in self.columns if column.model is self.model]

    def _named_by(self, row: dict[str, str]) -> set[str]:
        return {row.get(column.name, "").strip() for column in self._among_themselves()}

    def column_of(self, attribute: str) -> str:
        """The name of the column that fills this field; empty when no single column does."""
        return next((column.name for column in self.columns if column.attribute == attribute), "")

    def parse(self, line: int, row: dict[str, str]) -> tuple[dict[str, object], list[tuple[int, str, str]]]:
        """Parse a row into values; each invalid cell gives (line, column, reason)."""
        values: dict[str, object] = {}
        refusals: list[tuple[int, str, str]] = []
        for column in self.columns:
            if column.name not in row:
                continue
            try:
                values[column.attribute] = self._value(column, row[column.name])
            except ValueError as error:
                refusals.append((line, column.name, str(error)))
        if not refusals and self.derive:
            self.derive(values)
        return values, refusals

    def _value(self, column: Column, cell: str) -> object:
        value: object = column.parse(cell)
        if column.required and value in ("", None):
            raise ValueError(_("mag niet leeg zijn"))
        if not column.model or value in ("", None):
            return None if column.model else value
        try:
            return self._references[column.name][value]
        except KeyError:
            raise ValueError(_("“%(value)s” staat niet in het register") % {"value": value}) from None


def _derive_slug(values: dict[str, Any]) -> None:
    code, slug = values["code"], slugify(values["name"])[:100]
    taken = dict(Organisation.objects.filter(Q(code=code) | Q(slug=slug)).values_list("code", "slug"))
    # A page keeps its address when its municipality is renamed. Bergen in Limburg and Bergen in Noord-Holland, and a
    # city with the name of its province, need different addresses.
    values["slug"] = taken.get(code) or (f"{slug}-{code.lower()}" if taken else slug)


PERIOD = [
    Column("begins_on", parse=cells.parse_whole_day),
    Column("begins_precision", parse=cells.parse_precision),
    Column("ends_on", parse=cells.parse_whole_day),
    Column("ends_precision", parse=cells.parse_precision),
]
SOURCE = [Column("source_url")]
NOTE = [Column("note"), Column("note_en")]
ABOUT = [Column("description"), Column("description_en")]
POINT = [Column("longitude", parse=cells.parse_degrees), Column("latitude", parse=cells.parse_degrees)]

FILE_SPECS: dict[str, FileSpec] = {
    "municipalities": FileSpec(
        Organisation,
        ("code",),
        [
            Column("code", required=True),
            Column("name", required=True),
            Column("tooi_uri", parse=cells.parse_optional_text, required=True),
            Column("province_code", "province", model=Organisation, by="code"),
            Column("successor_code", "successor", model=Organisation, by="code"),
            *PERIOD,
            *POINT,
            Column("population", parse=cells.parse_population),
            *SOURCE,
        ],
        fixed={"kind": Organisation.Kind.MUNICIPALITY},
        derive=_derive_slug,
    ),
    "organisations": FileSpec(
        Organisation,
        ("slug",),
        [
            Column("slug", required=True),
            Column("name", required=True),
            Column("kind", required=True),
            Column("short_name"),
            Column("code", parse=cells.parse_optional_text),
            Column("tooi_uri", parse=cells.parse_optional_text),
            Column("municipality_code", "seat", model=Organisation, by="code"),
            Column("website"),
            *ABOUT,
            *PERIOD,
            *SOURCE,
        ],
    ),
    "groups": FileSpec(
        Group, ("slug",), [Column("slug", required=True), Column("name", required=True), *ABOUT, *SOURCE]
    ),
    "memberships": FileSpec(
        GroupMembership,
        ("group", "organisation", "begins_on"),
        [
            Column("group", required=True, model=Group, by="slug"),
            Column("organisation_code", "organisation", required=True, model=Organisation, by="code"),
            Column("begins_on", parse=cells.parse_whole_day, required=False),
            *PERIOD[1:],
            *SOURCE,
        ],
    ),
    "schemes": FileSpec(
        ThemeScheme,
        ("slug",),
        [
            Column("slug", required=True),
            Column("name", required=True),
            Column("name_en"),
            Column("group", model=Group, by="slug"),
            Column("position", parse=cells.parse_number),
            *ABOUT,
            *PERIOD,
            *SOURCE,
        ],
    ),
    "themes": FileSpec(
        Theme,
        ("slug",),
        [
            Column("scheme", required=True, model=ThemeScheme, by="slug"),
            Column("slug", required=True),
            Column("name", required=True),
            Column("name_en"),
            Column("summary"),
            Column("summary_en"),
            Column("colour", required=True),
            Column("position", parse=cells.parse_number),
            *ABOUT,
            *SOURCE,
        ],
    ),
    "roles": FileSpec(
        ThemeRole,
        ("theme", "organisation", "role", "begins_on"),
        [
            Column("theme", required=True, model=Theme, by="slug"),
            Column("organisation_code", "organisation", required=True, model=Organisation, by="code"),
            Column("role", required=True),
            Column("begins_on", parse=cells.parse_whole_day),
            *PERIOD[1:],
            Column("holder_name"),
            Column("holder_office"),
            *NOTE,
            *SOURCE,
        ],
    ),
    "links": FileSpec(
        ThemeLink,
        ("theme_a", "theme_b"),
        [
            Column("theme_a", required=True, model=Theme, by="slug"),
            Column("theme_b", required=True, model=Theme, by="slug"),
            Column("kind", required=True),
            *NOTE,
            *SOURCE,
        ],
    ),
    "participation": FileSpec(
        Participation,
        ("organisation", "step", "on"),
        [
            Column("organisation_code", "organisation", required=True, model=Organisation, by="code"),
            Column("step", required=True),
            Column("on", parse=cells.parse_whole_day, required=True),
            Column("precision", parse=cells.parse_precision),
            *NOTE,
            *SOURCE,
        ],
    ),
}
