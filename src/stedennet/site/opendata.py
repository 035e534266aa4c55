"""A list as open data: the same rows as CSV, JSON or Atom."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed

from stedennet.core import cells


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows as a CSV file; a cell that a spreadsheet would run as a formula is made harmless."""
    response = HttpResponse(cells.as_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_json(name: str, rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows as JSON, under the list's name."""
    return JsonResponse({name: list(rows)}, json_dumps_params={"ensure_ascii": False})


@dataclass(frozen=True)
class Entry:
    """One entry of a feed; `key` tells entries of one address apart."""

    title: str
    url: str
    text: str
    at: dt.datetime
    key: str


def as_feed(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The entries as an Atom feed of the page at the address `page`."""
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(page),
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for one in entries:
        url = request.build_absolute_uri(one.url)
        feed.add_item(one.title, url, one.text, updateddate=one.at, unique_id=f"{url}#{one.key}")
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
