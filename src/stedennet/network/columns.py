"""The columns of each CSV file of the register, and the fields that they fill."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stedennet.core.columns import Column, Facts

from .models import Group, GroupMembership, Organisation, Participation, Theme, ThemeLink, ThemeRole, ThemeScheme
from .rules import cells

LONGEST_CHAIN = 9
"""The longest chain of successive mergers whose rows may stand in any order in one file."""


@dataclass(frozen=True)
class Reference:
    """What a cell refers to: the record of `model` whose field `by` it holds."""

    model: type[models.Model]
    by: str


class RecordIndex:
    """The records of a reference by what cells hold of them."""

    def __init__(self, reference: Reference) -> None:
        self._by = reference.by
        self._records: dict[object, models.Model] = {}
        for record in reference.model._default_manager.all():
            self.add(record)

    def add(self, record: models.Model) -> None:
        """Let later rows of the file refer to this record."""
        self._records[self.word(record)] = record

    def word(self, record: models.Model) -> str:
        """What a cell holds of this record."""
        return str(getattr(record, self._by))

    def key(self, word: str) -> models.Model:
        """The record. Raises ValueError with a message for the user."""
        if word not in self._records:
            raise ValueError(_("“%(value)s” staat niet in het register") % {"value": word})
        return self._records[word]


def column(
    name: str, field: str = "", *, parse: Callable[[str], object] = cells.parse_text, required: bool = False
) -> Column:
    """A column that fills `field`, by default the field with its own name."""
    return Column(name, (field or name,), parse=parse, required=required)


def reference(name: str, field: str, model: type[models.Model], by: str, *, required: bool = False) -> Column:
    """A column whose cell holds the field `by` of another record."""
    return Column(name, (field,), parse=cells.parse_text, index=Reference(model, by), required=required)


@dataclass
class FileSpec:
    """One kind of file: its model, the fields that identify a row, its columns, fixed values and derived values."""

    model: type[models.Model]
    key: tuple[str, ...]
    columns: list[Column]
    fixed: dict[str, Any] = field(default_factory=dict)
    derive: Callable[[dict[str, Any]], None] | None = None
    _references: dict[Reference, RecordIndex] = field(default_factory=dict)

    def load_existing(self) -> dict[tuple[object, ...], models.Model]:
        """Load the records in the register, by key, and refresh the records that columns may refer to."""
        columns = list(self._list_references())
        self._references = {reference: RecordIndex(reference) for _column, reference in columns}
        foreign_keys = [column.fields[0] for column, _reference in columns]
        rows = self.model._default_manager.filter(**self.fixed)
        rows = rows.select_related(*foreign_keys) if foreign_keys else rows
        return {self.key_of({name: getattr(record, name) for name in self.key}): record for record in rows}

    def key_of(self, values: Mapping[str, object]) -> tuple[object, ...]:
        """The values that identify this row."""
        return tuple(getattr(values.get(name), "pk", values.get(name)) for name in self.key)

    def add_reference(self, record: models.Model) -> None:
        """Let later rows of the file refer to a record that an earlier row added."""
        for _column, reference in self._list_references():
            if reference.model is self.model:
                self._references[reference].add(record)

    def sort_rows(self, rows: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
        """Sort the rows so that each follows the row that it refers to, such as its successor in a merger."""
        own = {
            column.name: reference.by for column, reference in self._list_references() if reference.model is self.model
        }
        ordered: list[tuple[int, dict[str, str]]] = []
        for _round in range(LONGEST_CHAIN):
            pending = {row.get(by, "").strip() for _line, row in rows for by in own.values()} - {""}
            blocked = [(line, row) for line, row in rows if _named_by(row, own) & pending]
            if len(blocked) == len(rows):
                break  # Nothing left, or a cycle, which no order resolves.
            ordered += [(line, row) for line, row in rows if not _named_by(row, own) & pending]
            rows = blocked
        return ordered + rows

    def _list_references(self) -> Iterator[tuple[Column, Reference]]:
        return ((column, column.index) for column in self.columns if isinstance(column.index, Reference))

    def column_of(self, attribute: str) -> str:
        """The name of the column that fills this field; empty when no single column does."""
        return next((column.name for column in self.columns if attribute in column.fields), "")

    def parse(self, line: int, row: dict[str, str]) -> tuple[dict[str, object], list[tuple[int, str, str]]]:
        """Parse a row into values; each invalid cell gives (line, column, reason)."""
        values: dict[str, object] = {}
        refusals: list[tuple[int, str, str]] = []
        for column in self.columns:
            if column.name not in row:
                continue
            try:
                values |= self._parse_cell(column, row[column.name])
            except ValueError as error:
                refusals.append((line, column.name, str(error)))
        if not refusals and self.derive:
            self.derive(values)
        return values, refusals

    def _parse_cell(self, column: Column, cell: str) -> Facts:
        values = column.parse_cell(cell, self._references)
        if column.required and any(value in ("", None) for value in values.values()):
            raise ValueError(_("mag niet leeg zijn"))
        return values


def _named_by(row: Mapping[str, str], names: Iterable[str]) -> set[str]:
    return {row.get(name, "").strip() for name in names}


def _derive_slug(values: dict[str, Any]) -> None:
    code, slug = values["code"], slugify(values["name"])[:100]
    taken = dict(Organisation.objects.filter(Q(code=code) | Q(slug=slug)).values_list("code", "slug"))
    # A page keeps its address when its municipality is renamed. Bergen in Limburg and Bergen in Noord-Holland, and a
    # city with the name of its province, need different addresses.
    values["slug"] = taken.get(code) or (f"{slug}-{code.lower()}" if taken else slug)


PERIOD = [
    column("begins_on", parse=cells.parse_whole_day),
    column("begins_precision", parse=cells.parse_precision),
    column("ends_on", parse=cells.parse_whole_day),
    column("ends_precision", parse=cells.parse_precision),
]
SOURCE = [column("source_url")]
NOTE = [column("note"), column("note_en")]
ABOUT = [column("description"), column("description_en")]
POINT = [column("longitude", parse=cells.parse_degrees), column("latitude", parse=cells.parse_degrees)]

FILE_SPECS: dict[str, FileSpec] = {
    "municipalities": FileSpec(
        Organisation,
        ("code",),
        [
            column("code", required=True),
            column("name", required=True),
            column("tooi_uri", parse=cells.parse_optional_text, required=True),
            reference("province_code", "province", Organisation, "code"),
            reference("successor_code", "successor", Organisation, "code"),
            *PERIOD,
            *POINT,
            column("population", parse=cells.parse_population),
            *SOURCE,
        ],
        fixed={"kind": Organisation.Kind.MUNICIPALITY},
        derive=_derive_slug,
    ),
    "organisations": FileSpec(
        Organisation,
        ("slug",),
        [
            column("slug", required=True),
            column("name", required=True),
            column("kind", required=True),
            column("short_name"),
            column("code", parse=cells.parse_optional_text),
            column("tooi_uri", parse=cells.parse_optional_text),
            reference("municipality_code", "seat", Organisation, "code"),
            column("website"),
            *ABOUT,
            *PERIOD,
            *SOURCE,
        ],
    ),
    "groups": FileSpec(
        Group, ("slug",), [column("slug", required=True), column("name", required=True), *ABOUT, *SOURCE]
    ),
    "memberships": FileSpec(
        GroupMembership,
        ("group", "organisation", "begins_on"),
        [
            reference("group", "group", Group, "slug", required=True),
            reference("organisation_code", "organisation", Organisation, "code", required=True),
            column("begins_on", parse=cells.parse_whole_day),
            *PERIOD[1:],
            *SOURCE,
        ],
    ),
    "schemes": FileSpec(
        ThemeScheme,
        ("slug",),
        [
            column("slug", required=True),
            column("name", required=True),
            column("name_en"),
            reference("group", "group", Group, "slug"),
            column("position", parse=cells.parse_number),
            *ABOUT,
            *PERIOD,
            *SOURCE,
        ],
    ),
    "themes": FileSpec(
        Theme,
        ("slug",),
        [
            reference("scheme", "scheme", ThemeScheme, "slug", required=True),
            column("slug", required=True),
            column("name", required=True),
            column("name_en"),
            column("subtitle"),
            column("summary"),
            column("summary_en"),
            column("colour", required=True),
            column("icon", parse=lambda cell: cells.parse_text(cell) or Theme.Icon.LAMP.value),
            column("position", parse=cells.parse_number),
            *ABOUT,
            *SOURCE,
        ],
    ),
    "roles": FileSpec(
        ThemeRole,
        ("theme", "organisation", "role", "begins_on"),
        [
            reference("theme", "theme", Theme, "slug", required=True),
            reference("organisation_code", "organisation", Organisation, "code", required=True),
            column("role", required=True),
            column("begins_on", parse=cells.parse_whole_day),
            *PERIOD[1:],
            column("holder_name"),
            column("holder_office"),
            *NOTE,
            *SOURCE,
        ],
    ),
    "links": FileSpec(
        ThemeLink,
        ("theme_a", "theme_b"),
        [
            reference("theme_a", "theme_a", Theme, "slug", required=True),
            reference("theme_b", "theme_b", Theme, "slug", required=True),
            column("kind", required=True),
            *NOTE,
            *SOURCE,
        ],
    ),
    "participation": FileSpec(
        Participation,
        ("organisation", "step", "on"),
        [
            reference("organisation_code", "organisation", Organisation, "code", required=True),
            column("step", required=True),
            column("on", parse=cells.parse_whole_day, required=True),
            column("precision", parse=cells.parse_precision),
            *NOTE,
            *SOURCE,
        ],
    ),
}
