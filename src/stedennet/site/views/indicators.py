"""Indicators: their list, the list of their values, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from stedennet.agenda.models import Indicator
from stedennet.agenda.querysets.indicators import IndicatorPointQuerySet, IndicatorQuerySet
from stedennet.core import workbooks
from stedennet.lists.indicator_values import INDICATOR_VALUES
from stedennet.lists.indicators import INDICATORS

from .. import news, open_data
from ..cards import indicator_pages
from ..cards import indicators as indicator_cards
from ..feeds import contents
from .lists import ListPages


def _write_indicators(indicators: IndicatorQuerySet) -> bytes:
    return workbooks.write_workbook([open_data.as_sheet(INDICATORS, indicators)])


def _write_values(points: IndicatorPointQuerySet) -> bytes:
    return workbooks.write_workbook([open_data.as_sheet(INDICATOR_VALUES, points)])


LIST_PAGES = ListPages(
    declared=INDICATORS,
    template="site/indicators/list.html",
    cards=lambda indicators: {"indicators": [indicator_cards.build_indicator_row(row) for row in indicators]},
    entries=contents.build_indicator_entries,
    workbook=_write_indicators,
)
VALUE_PAGES = ListPages(
    declared=INDICATOR_VALUES,
    template="site/indicators/values.html",
    cards=lambda points: {"values": [indicator_cards.build_value_row(point) for point in points]},
    entries=contents.build_indicator_entries,
    workbook=_write_values,
    can_be_followed=False,
)


def show_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an indicator: its course and values, how it is measured, and which actions use it."""
    indicator = get_object_or_404(Indicator.objects.readable().with_cards(), slug=slug)
    context = {
        **indicator_pages.build_indicator_page(indicator),
        "news": news.list_latest_news(6, subject=indicator),
    }
    return render(request, "site/indicators/page.html", context)
