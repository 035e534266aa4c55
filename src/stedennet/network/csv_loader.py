"""Loading a CSV file into the register: all rows or none, with a report."""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import models, transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.columns import list_missing, list_names
from stedennet.core.csv_files import detect_encoding, detect_separators
from stedennet.core.csv_output import unescape_formula
from stedennet.core.errors import DomainError, RefusedFields
from stedennet.core.records import clean_field_value

from .columns import FILE_SPECS, FileSpec
from .flows.records import save_record

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes. The register of all municipalities is 40 kB; a file over 5 MB is not a register."""
MOST_REFUSALS = 50
REGISTER_FILES = {
    "provinces.csv": "organisations",
    "municipalities.csv": "municipalities",
    "organisations.csv": "organisations",
    "groups.csv": "groups",
    "group_memberships.csv": "memberships",
    "participation.csv": "participation",
    "theme_schemes.csv": "schemes",
    "themes.csv": "themes",
    "theme_links.csv": "links",
    "theme_roles.csv": "roles",
}
"""The files of a complete register and their kinds, in the order in which they refer to each other."""


@dataclass(frozen=True)
class RowRefusal:
    """The reason why a row was refused, with its line in the file (from 1) and its column (may be empty)."""

    line: int
    column: str
    reason: str


@dataclass
class LoadReport:
    """The result of a load or a dry run: names added and changed, the number of unchanged rows, refusals."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left_alone: int = 0
    refused: list[RowRefusal] = field(default_factory=list)


class _Rollback(Exception):
    """Rolls the whole load back."""


def load_file(
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    by: Actor,
    progress: Callable[[int, int], None] | None = None,
) -> LoadReport:
    """Load the rows of `path` as `kind` (a key of FILE_SPECS); store nothing when a row is refused or on a dry run.

    `progress` gets the number of rows done and the total. The content of the file never raises; see the report.
    """
    report = LoadReport()
    spec = FILE_SPECS[kind]
    rows = _read_rows(spec, path, report)
    if report.refused:
        return report
    try:
        with transaction.atomic():
            _load_rows(spec, spec.sort_rows(rows), report, by, progress)
            if report.refused or dry_run:
                raise _Rollback
    except _Rollback:
        report.refused.sort(key=lambda refusal: refusal.line)
    return report


def load_all(
    folder: Path, *, only: Collection[str] | None = None, dry_run: bool = False, by: Actor
) -> Iterator[tuple[str, LoadReport]]:
    """Load the files of REGISTER_FILES that stand in `folder` (or `only` these), in order; stop at a refusal."""
    for name, kind in REGISTER_FILES.items():
        if (folder / name).exists() and (only is None or name in only):
            report = load_file(kind, folder / name, dry_run=dry_run, by=by)
            yield name, report
            if report.refused:
                return


def _read_rows(spec: FileSpec, path: Path, report: LoadReport) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # No further: a device such as /dev/zero never ends.
        return list(_parse_rows(spec, _decode_text(content), report))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        report.refused.append(RowRefusal(line, "", _("het bestand is geen UTF-8; sla het op als “CSV UTF-8”")))
    except OSError as error:
        report.refused.append(RowRefusal(0, "", _("het bestand is niet te lezen: %(why)s") % {"why": error.strerror}))
    except ValueError as error:
        report.refused.append(RowRefusal(1, "", str(error)))
    return []


def _decode_text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise ValueError(_("het bestand is te groot: een register is hooguit 5 MB"))
    text = content.decode(detect_encoding(content)).lstrip("\ufeff")
    if not text.strip():
        raise ValueError(_("het bestand is leeg"))
    if "\0" in text:
        raise ValueError(_("dit is geen tekstbestand"))
    return text


def _parse_rows(spec: FileSpec, text: str, report: LoadReport) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line on which it begins; a cell may span several lines."""
    separators, text = detect_separators(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separators[0], strict=True)
    line = 1
    try:
        names = [name.strip() for name in next(reader, [])]
        wrong_columns = islice(_find_wrong_columns(spec, names), MOST_REFUSALS)
        report.refused += [RowRefusal(1, name, reason) for name, reason in wrong_columns]
        if report.refused:
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(report.refused) >= MOST_REFUSALS:
                return
            if len(cells) == len(names):
                yield line, dict(zip(names, map(unescape_formula, cells), strict=True))
            elif cells:
                reason = _("deze regel heeft meer of minder cellen dan de kop")
                report.refused.append(RowRefusal(line, "", reason))
            line = reader.line_num + 1
    except csv.Error:
        reason = _("dit is geen CSV: let op aanhalingstekens en op heel lange cellen")
        report.refused.append(RowRefusal(line, "", reason))


def _find_wrong_columns(spec: FileSpec, names: list[str]) -> Iterator[tuple[str, str]]:
    known = list_names(spec.columns)
    for name in list_missing(spec.columns, names):
        yield name, _("deze kolom ontbreekt")
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name[:40], _("deze kolom staat er twee keer")
        elif name not in known:
            # Otherwise a typing error in the name of an optional column would silently drop its content.
            yield name[:40], _("deze kolom kent het register niet; wel: %(names)s") % {"names": ", ".join(known)}
        seen.add(name)


def _load_rows(
    spec: FileSpec,
    rows: list[tuple[int, dict[str, str]]],
    report: LoadReport,
    by: Actor,
    progress: Callable[[int, int], None] | None,
) -> None:
    lines_by_key: dict[tuple[object, ...], int] = {}
    existing = spec.load_existing()
    for done, (line, row) in enumerate(rows, 1):
        _load_row(spec, line, row, existing, lines_by_key, report, by)
        if len(report.refused) >= MOST_REFUSALS:
            return
        if progress:
            progress(done, len(rows))


def _load_row(
    spec: FileSpec,
    line: int,
    row: dict[str, str],
    existing: dict[tuple[object, ...], models.Model],
    lines_by_key: dict[tuple[object, ...], int],
    report: LoadReport,
    by: Actor,
) -> None:
    values, refusals = spec.parse(line, row)
    if refusals:
        report.refused += [RowRefusal(*refusal) for refusal in refusals]
        return
    values = {name: clean_field_value(spec.model._meta.get_field(name), value) for name, value in values.items()}
    key = spec.key_of(values)
    if key in lines_by_key:
        reason = _("staat al op regel %(line)d") % {"line": lines_by_key[key]}
        report.refused.append(RowRefusal(line, spec.key[0], reason))
        return
    lines_by_key[key] = line
    record = existing.get(key) or spec.model(**spec.fixed)
    is_new = record._state.adding
    if not is_new and all(getattr(record, name) == value for name, value in values.items()):
        report.left_alone += 1
        return
    for name, value in values.items():
        setattr(record, name, value)
    _save_row(spec, line, record, by, report, is_new)


def _save_row(spec: FileSpec, line: int, record: models.Model, by: Actor, report: LoadReport, is_new: bool) -> None:
    try:
        with transaction.atomic():
            save_record(record, by=by)
    except RefusedFields as error:
        for name, reason in error.fields.items():
            report.refused.append(RowRefusal(line, spec.column_of(name), reason))
    except DomainError as error:
        report.refused.append(RowRefusal(line, error.field, error.message))
    else:
        spec.add_reference(record)
        (report.added if is_new else report.changed).append(str(record))
