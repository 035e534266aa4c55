"""Rows of several tables in one query, for pages that show a record with everything around it.

Each table becomes a part of one UNION, with its rows as JSON arrays; the rows come back as ordinary model instances.
A page with ten kinds of related rows then costs one query instead of ten (docs/decisions 0330).
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.db.models import Prefetch, QuerySet, Value, Window
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import JSONArray, RowNumber
from django.utils.timezone import is_naive, make_aware

Rows = QuerySet[Any, Any]
Instances = list[Any]
Lookup = str | Prefetch[Any]
Json = Any
"""A value as JSON has it, or as a column of a model has it."""
Relation = Any
"""A field of a model that leads to another one."""


def read_together(*reads: Rows) -> list[Instances]:
    """Return the instances of each of these querysets, in its own order; one query for all of them.

    Filters, `select_related()`, `defer()` and ordering count. Slices, annotations and `distinct()` are not possible.
    """
    parts = [_Part(number, rows) for number, rows in enumerate(reads)]
    first, *others = (part.build_query() for part in parts)
    found: dict[int, list[tuple[int, list[list[Any]]]]] = defaultdict(list)
    for number, position, values in first.union(*others, all=True):
        found[number].append((position, values))
    return [
        [part.build_instance(values) for _position, values in sorted(found[part.number], key=lambda row: row[0])]
        for part in parts
    ]


def prefetch_together(record: models.Model, *lookups: Lookup, beside: Sequence[Rows] = ()) -> list[Instances]:
    """Prefetch these relations of one record, as `prefetch_related` would, and read the querysets `beside` them.

    A lookup may begin with foreign keys that are loaded already, and end in foreign keys that are not. One query for
    everything; returns the instances of the querysets in `beside`.
    """
    relations = _list_relations(record, lookups)
    found = read_together(*(relation.rows for relation in relations), *beside)
    for relation, instances in zip(relations, found, strict=False):
        relation.attach(instances)
    return found[len(relations) :]


class _Part:
    """One queryset as a part of the union: its number, and each row as its place and a JSON array."""

    def __init__(self, number: int, rows: Rows) -> None:
        self.number, self.rows = number, rows
        self.models = {path: _follow_path(rows.model, path) for path in _list_paths(rows.query.select_related)}
        names, is_skipping = rows.query.deferred_loading
        self.fields = {
            path: [
                field
                for field in model._meta.concrete_fields
                if not (is_skipping and _join_path(path, field.name) in names)
            ]
            for path, model in self.models.items()
        }

    def build_query(self) -> Rows:
        """The rows as number, place and JSON array."""
        order: Any = self.rows.query.order_by or self.rows.model._meta.ordering or ["pk"]
        bare = self.rows.select_related(None).defer(None).order_by()
        return bare.annotate(
            read_number=Value(self.number, models.IntegerField()),
            read_position=Window(RowNumber(), order_by=list(order)),
            read_values=JSONArray(*(JSONArray(*columns) for columns in self._list_columns())),
        ).values_list("read_number", "read_position", "read_values")

    def _list_columns(self) -> Iterator[list[str]]:
        # An array of its own for each path: SQLite gives a function 127 arguments at most.
        for path, fields in self.fields.items():
            yield [_join_path(path, field.attname) for field in fields]

    def build_instance(self, values: list[list[Json]]) -> models.Model:
        """The instance of a row, with the records that its foreign keys lead to."""
        built: dict[str, Any] = {}
        for (path, fields), columns in zip(self.fields.items(), values, strict=True):
            pairs = zip(fields, columns, strict=True)
            given = {field.attname: _read_value(field, value) for field, value in pairs}
            model = self.models[path]
            is_there = given[model._meta.pk.attname] is not None
            built[path] = model.from_db(self.rows.db, list(given), list(given.values())) if is_there else None
            holder_path, _between, name = path.rpartition(LOOKUP_SEP)
            if path and built[holder_path] is not None:
                setattr(built[holder_path], name, built[path])
        return cast("models.Model", built[""])


class _Relation:
    """A relation of some records: the rows that it leads to, how they are attached, and what is attached to them."""

    def __init__(
        self, name: str, rows: Rows, holders: Sequence[models.Model], parent: "_Relation | None" = None
    ) -> None:
        self.name, self.rows, self.holders, self.parent = name, rows, holders, parent
        self.instances: Instances = []

    def attach(self, instances: Instances) -> None:
        """Put the instances where `holder.relation.all()` finds them."""
        self.instances = instances
        holders = self.parent.instances if self.parent else self.holders
        for holder in holders:
            relation = holder._meta.get_field(self.name)
            own = instances
            if isinstance(relation, models.ManyToOneRel):
                own = [instance for instance in instances if getattr(instance, relation.field.attname) == holder.pk]
                for instance in own:
                    setattr(instance, relation.field.name, holder)
            rows = getattr(holder, self.name).all()
            rows._result_cache, rows._prefetch_done = own, True
            holder.__dict__.setdefault("_prefetched_objects_cache", {})[self.name] = rows


def _list_relations(record: models.Model, lookups: Iterable[Lookup]) -> list[_Relation]:
    """The relations that these lookups name, each before those that start from it."""
    found: dict[str, _Relation] = {}
    for lookup in lookups:
        path, rows = (lookup.prefetch_to, lookup.queryset) if isinstance(lookup, Prefetch) else (lookup, None)
        holder, walked = record, ""
        relation: _Relation | None = None
        names = path.split(LOOKUP_SEP)
        for number, name in enumerate(names):
            walked = _join_path(walked, name)
            field = (relation.rows.model if relation else type(holder))._meta.get_field(name)
            if field.many_to_one or field.one_to_one:
                if relation is None:
                    holder = getattr(holder, name)
                    continue
                relation.rows = relation.rows.select_related(LOOKUP_SEP.join(names[number:]))
                break
            if walked not in found:
                found[walked] = _build_relation(field, rows, holder, relation)
            relation = found[walked]
    return list(found.values())


def _build_relation(field: Relation, rows: Rows | None, holder: models.Model, parent: _Relation | None) -> _Relation:
    rows = field.related_model._default_manager.all() if rows is None else rows
    if isinstance(field, models.ManyToManyField):
        return _Relation(field.name, rows.filter(**{field.related_query_name(): holder}), [holder])
    if parent is None:
        return _Relation(field.name, rows.filter(**{field.field.name: holder}), [holder])
    parents = parent.rows.order_by().select_related(None).values("pk")
    return _Relation(field.name, rows.filter(**{f"{field.field.name}__in": parents}), [], parent)


def _list_paths(related: Json, before: str = "") -> Iterator[str]:
    """The paths of `select_related()`, each after the one that it starts from; the row itself is the empty path."""
    yield before
    for name, further in related.items() if isinstance(related, dict) else ():
        yield from _list_paths(further, _join_path(before, name))


def _follow_path(model: type[models.Model], path: str) -> type[models.Model]:
    for name in filter(None, path.split(LOOKUP_SEP)):
        model = cast("type[models.Model]", model._meta.get_field(name).related_model)
    return model


def _join_path(path: str, name: str) -> str:
    return f"{path}{LOOKUP_SEP}{name}" if path else name


def _read_value(field: Relation, value: Json) -> Json:
    """What the database would have given for a value that comes from JSON."""
    target = field.target_field if field.is_relation else field
    if value is None:
        return None
    if isinstance(target, models.DecimalField):
        return round(Decimal(str(value)), target.decimal_places)
    if isinstance(target, models.JSONField):
        return json.loads(value) if isinstance(value, str) else value
    read = target.to_python(value)
    return make_aware(read, dt.UTC) if isinstance(read, dt.datetime) and is_naive(read) else read
