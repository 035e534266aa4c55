"""The formats of a declared list: its page, CSV, JSON, Excel, Atom or RSS, and iCalendar."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from stedennet.core.workbooks import EXCEL_MEDIA_TYPE
from stedennet.events.rules.calendars import CalendarEntry as Dated
from stedennet.lists.declarations import List
from stedennet.lists.facets import Rows

from .. import feeds, open_data
from ..cards import crosswalk as crosswalk_cards
from ..feeds import calendars
from ..filters import Filters, ShownOption, describe_filters
from ..follow_links import NOT_A_FILTER, build_follow_url

PER_PAGE = 24


def _nothing_more(_of: object) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class ListPages:
    """How the site shows a list.

    `cards` gives the context for the rows of one page; a list whose page is more than its rows has its own `view`.
    `entries` turns rows into feed entries, `dates` into entries of the calendar, `workbook` into an Excel file. A list
    that cannot be followed has a feed but no subscriptions. `settings` names the other parameters of the page, such as
    how it is shown; `more` gives the rest of the context.
    """

    declared: List
    template: str = ""
    cards: Callable[[Sequence[Any]], Mapping[str, Any]] = _nothing_more
    view: Callable[[HttpRequest], HttpResponse] | None = None
    entries: Callable[[Sequence[Any]], Iterable[feeds.Entry]]
    dates: Callable[[Rows], Iterable[Dated]] | None = None
    workbook: Callable[[Rows], bytes] | None = None
    settings: tuple[str, ...] = ()
    can_be_followed: bool = True
    more: Callable[[Filters], Mapping[str, Any]] = _nothing_more

    def page(self, request: HttpRequest) -> HttpResponse:
        """The rows that fit the filters, a page at a time."""
        filters = self.filters(request)
        page = Paginator(self.declared.read(filters.chosen), PER_PAGE).get_page(request.GET.get("pagina"))
        context = {
            "page_obj": page,
            "total": page.paginator.count,
            **self.cards(list(page.object_list)),
            **self.more(filters),
        }
        return render(request, self.template, self.context(filters) | context)

    def filters(self, request: HttpRequest) -> Filters:
        """The reader's choice: facets and words, an order where there are several, and the page's settings."""
        order = ("volgorde",) if len(self.declared.orders) > 1 else ()
        return Filters(request.GET, (*self.declared.facet_names, *order, *self.settings))

    def context(self, filters: Filters, rows: Rows | None = None) -> dict[str, Any]:
        """The context around the rows of a page; `rows` are all rows, if they were read already."""
        options = self.declared.all_options(filters.chosen, rows)
        facets = [self._facet(name, filters.options(name, options[name])) for name in self.declared.facet_names]
        active = filters.without(*NOT_A_FILTER).active({facet["name"]: facet["options"] for facet in facets})
        return {
            "facets": facets,
            "active_filters": active,
            "filters_in_words": describe_filters(active, {facet["name"]: facet["label"] for facet in facets}),
            "q": filters.chosen.get("q", ""),
            "query": filters.query,
            "related": crosswalk_cards.build_switch(self.declared, filters, rows),
            "orders": self._orders(filters),
            "follow_url": build_follow_url(self.declared.name, filters) if facets and self.can_be_followed else "",
            **{f"{name}_url": filters.onto(reverse(address)) for name, address in self._files().items()},
        }

    def _facet(self, name: str, options: list[ShownOption]) -> dict[str, Any]:
        facet = self.declared.facet(name)
        return {"name": name, "label": facet.label, "options": options, "is_switch": facet.is_switch}

    def _orders(self, filters: Filters) -> list[dict[str, Any]]:
        orders = {order.name: order.label for order in self.declared.orders}
        return self.links(filters, "volgorde", orders) if len(orders) > 1 else []

    def links(self, filters: Filters, name: str, labels: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Links to the same page with each value of a setting; the first value is the default."""
        here = filters.chosen.get(name, next(iter(labels)))
        return [
            {
                "label": label,
                "url": filters.with_choice(name, value).onto(self.declared.page_url),
                "here": value == here,
            }
            for value, label in labels.items()
        ]

    def csv(self, request: HttpRequest) -> HttpResponse:
        """The rows that fit as CSV."""
        return open_data.build_csv_response(self.declared.data_name, self.declared.column_names, self._data(request))

    def json(self, request: HttpRequest) -> HttpResponse:
        """The rows that fit as JSON."""
        return open_data.build_json_response(self.declared.data_name, self._data(request))

    def _data(self, request: HttpRequest) -> Iterable[Mapping[str, Any]]:
        return self.declared.as_data(self.declared.read(self.filters(request).chosen))

    def feed(self, request: HttpRequest) -> HttpResponseBase:
        """The rows that fit as Atom or RSS, what changed last first."""
        filters = self.filters(request).without(*NOT_A_FILTER)
        rows = self.declared.feed(self._narrowed(filters))
        title, url = str(self.declared.label), self.declared.page_url
        return feeds.respond_with_feed(request, title, url, rows, self.entries, filters=filters)

    def calendar(self, request: HttpRequest) -> HttpResponseBase:
        """The dates of the rows that fit as iCalendar."""
        if self.dates is None:
            raise Http404
        return calendars.respond_with_calendar(
            request, str(self.declared.calendar), self.dates(self._narrowed(self.filters(request)))
        )

    def excel(self, request: HttpRequest) -> HttpResponse:
        """The rows that fit as an Excel file."""
        if self.workbook is None:
            raise Http404
        rows = self.declared.read(self.filters(request).chosen)
        response = HttpResponse(self.workbook(rows), content_type=EXCEL_MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{self.declared.data_name}.xlsx"'
        return response

    def _narrowed(self, filters: Filters) -> Rows:
        return self.declared.narrow(self.declared.rows(), filters.chosen)

    def _files(self) -> dict[str, str]:
        """The formats that the list has besides its page, with the names of their URLs."""
        address = self.declared.address
        files = {"csv": f"{address}_csv", "json": f"{address}_json", "feed": f"{address}_feed"}
        excel = {"excel": f"{address}_workbook"} if self.workbook else {}
        calendar = {"calendar": f"{address}_calendar"} if self.dates else {}
        return files | excel | calendar

    def paths(self) -> list[URLPattern]:
        """The URLs of the list in all its formats."""
        name, names = self.declared.name, self._files()
        views = {
            "csv": ("export.csv", self.csv),
            "json": ("export.json", self.json),
            "excel": ("export.xlsx", self.excel),
            "feed": ("feed.atom", self.feed),
            "calendar": ("kalender.ics", self.calendar),
        }
        files = [path(f"{name}/{views[kind][0]}", views[kind][1], name=names[kind]) for kind in names]
        return [path(f"{name}/", self.view or self.page, name=self.declared.page), *files]
