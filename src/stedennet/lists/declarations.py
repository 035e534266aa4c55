"""The declaration of a public list and its parts."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from .facets import Chosen, Facet, Option, Rows, YesFacet, count_together

Text = str | Promise
"""Words on screen: translated when they are shown."""
Value = str | int | float | bool | dt.date | None
"""A fact in the open data; None when it is not known."""
Types = type[str] | type[int] | type[float] | type[bool] | type[dt.date]
RESERVED = {"q", "pagina", "vorm", "volgorde", "weergave", "lijst"}
"""Query parameters of a list that are not facets."""


class DeclarationError(ValueError):
    """A list is declared wrongly; raised while the declaration is imported."""


@dataclass(frozen=True)
class Column:
    """One fact of a row in the open data: its name in CSV and JSON, its label, and how to get it from the row.

    `value` gives a `type`, or None when the fact is not known.
    """

    name: str
    label: Text
    value: Callable[[Any], Value]
    type: Types = str


@dataclass(frozen=True)
class Order:
    """One order of the rows: its name in the address (`volgorde`) and its label, when readers can choose."""

    name: str
    label: Text
    sort: Callable[[Rows], Rows]


def _unchanged(rows: Rows) -> Rows:
    return rows


@dataclass(frozen=True, kw_only=True)
class List:
    """A public list.

    `kind` names one of its things, as the search room does; `name` is the path below the site, and the list's name in
    subscriptions. `rows` gives everything that the list can show; `prepare` adds what cards and columns need; `search`
    keeps the rows with some words; `feed` gives rows dated by their last change.

    These follow from the others, except where they differ: `address` begins the names of its addresses (`call_csv`),
    `page` is that of its page, `data_name` names the open data. `saved_label` is what the list is called in
    subscriptions, `calendar` what its dates are called.
    """

    kind: str
    name: str
    label: Text
    rows: Callable[[], Rows]
    columns: tuple[Column, ...]
    orders: tuple[Order, ...]
    feed: Callable[[Rows], Rows]
    facets: tuple[Facet, ...] = ()
    search: Callable[[Rows, str], Rows] | None = None
    prepare: Callable[[Rows], Rows] = _unchanged
    saved_label: Text = ""
    address: str = ""
    page: str = ""
    data_name: str = ""
    calendar: Text = ""
    facet_names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Raises DeclarationError when something is missing, or a name is used twice or reserved."""
        object.__setattr__(self, "address", self.address or self.kind)
        object.__setattr__(self, "page", self.page or f"{self.address}_list")
        object.__setattr__(self, "saved_label", self.saved_label or self.label)
        object.__setattr__(self, "data_name", self.data_name or self.name)
        object.__setattr__(self, "facet_names", tuple(facet.name for facet in self.facets))
        check_facets(self.name, self.facets)
        _check_labels(self.name, self.columns)
        _check_labels(self.name, self.orders if len(self.orders) > 1 else ())
        if not self.orders:
            raise DeclarationError(f"{self.name}: has no order")

    @property
    def column_names(self) -> tuple[str, ...]:
        """The head of the CSV file."""
        return tuple(column.name for column in self.columns)

    @property
    def page_url(self) -> str:
        """The path of the page, in the reader's language."""
        return reverse(self.page)

    def facet(self, name: str) -> Facet:
        """The facet with this name in the address. Raises KeyError when the list has none."""
        return {facet.name: facet for facet in self.facets}[name]

    def narrow(self, rows: Rows, chosen: Chosen, *, without: str = "") -> Rows:
        """The rows that fit what a reader chose; `without` names a facet to leave out of account."""
        wanted = {name: value for name, value in chosen.items() if value and name != without}
        for facet in self.facets:
            if facet.name in wanted:
                rows = facet.narrow(rows, wanted)
        return self.search(rows, wanted["q"]) if self.search and wanted.get("q") else rows

    def options(self, name: str, chosen: Chosen, rows: Rows | None = None) -> list[Option]:
        """The options of a facet, each counted over what the other facets leave. Raises KeyError.

        `rows` is everything in the list, when it was read already.
        """
        facet = self.facet(name)
        everything = self.rows() if rows is None else rows
        return facet.options(self.narrow(everything, chosen, without=name), chosen, everything)

    def all_options(self, chosen: Chosen, rows: Rows | None = None) -> dict[str, list[Option]]:
        """The options of every facet by its name, as `options` gives them; those with one option in one query."""
        everything = self.rows() if rows is None else rows
        single = {facet.name: facet for facet in self.facets if isinstance(facet, YesFacet)}
        kept = {name: facet.keep(self.narrow(everything, chosen, without=name)) for name, facet in single.items()}
        counts = count_together(kept)
        return {
            name: [single[name].build_option(counts[name])] if name in single else self.options(name, chosen, rows)
            for name in self.facet_names
        }

    def sort(self, rows: Rows, chosen: Chosen) -> Rows:
        """The rows in the order that was chosen; an unknown order is the first."""
        orders = {order.name: order for order in self.orders}
        return orders.get(chosen.get("volgorde", ""), self.orders[0]).sort(rows)

    def read(self, chosen: Chosen) -> Rows:
        """The rows that fit what was chosen, in order, with what cards and columns need."""
        return self.sort(self.prepare(self.narrow(self.rows(), chosen)), chosen)

    def as_data(self, rows: Iterable[object]) -> Iterable[Mapping[str, Value]]:
        """The rows as open data."""
        return ({column.name: column.value(row) for column in self.columns} for row in rows)

    def keys_of(self, chosen: Chosen, among: Iterable[str]) -> set[str]:
        """Which of some keys stand in the list as it is filtered; one query."""
        rows = self.narrow(self.rows(), chosen).filter(pk__in=[int(key) for key in among])
        return {str(key) for key in rows.order_by().values_list("pk", flat=True)}


def whole_address(name: str, *arguments: object) -> str:
    """The address of a page with the site's name, in the reader's language."""
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def check_facets(name: str, facets: Sequence[Facet]) -> None:
    """Raises DeclarationError for a facet of the list `name` without a label, or with a name that is taken."""
    _check_labels(name, facets)
    if taken := RESERVED & {facet.name for facet in facets}:
        raise DeclarationError(f"{name}: {sorted(taken)} cannot name a facet")


def _check_labels(name: str, parts: Iterable[Column | Order | Facet]) -> None:
    named = [(type(part), part.name) for part in parts]
    for part in parts:
        if not part.name or not part.label:
            raise DeclarationError(f"{name}: {part.name or part!r} has no name or no label")
    if twice := [part_name for (_kind, part_name), number in Counter(named).items() if number > 1]:
        raise DeclarationError(f"{name}: {twice} is declared twice")
