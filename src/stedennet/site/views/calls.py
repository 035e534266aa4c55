"""Calls: the list with its filters and funnel, each one's page, placing one, answering one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stedennet.calls.flows import placing, talking
from stedennet.calls.flows.placing import Asking, hangs_on
from stedennet.calls.flows.talking import Answer
from stedennet.calls.models import Call
from stedennet.calls.querysets import facets, funnel
from stedennet.changes.dating import newest_change_first
from stedennet.core.clock import today
from stedennet.intake.models import Submission
from stedennet.network.querysets.facets import Option

from .. import calendars, call_cards, dispatch_cards, feeds, news, opendata, shareables, sharing
from ..feeds import contents
from ..filters import Filters
from ..following import follow_url
from ..forms.calls import CallForm, InterestForm, theme_of
from ..forms.public import person_of
from ..sending import answer
from .matching import in_short, like_call

PER_PAGE = 24
LABELS = {
    "thema": gettext_lazy("Thema"),
    "soort": gettext_lazy("Soort"),
    "provincie": gettext_lazy("Provincie"),
    "zoekt": gettext_lazy("Welke partner"),
    "stand": gettext_lazy("Stand"),
}


def call_list(request: HttpRequest) -> HttpResponse:
    """The calls that fit the filters, the first to close first; and how many came to something."""
    filters = Filters(request.GET, facets.NAMES)
    page = Paginator(_rows(filters), PER_PAGE).get_page(request.GET.get("pagina"))
    shown: list[dict[str, Any]] = [
        {"name": name, "label": LABELS[name], "options": filters.options(name, options(name, filters))}
        for name in facets.NAMES
    ]
    context = {
        "facets": shown,
        "active_filters": filters.active({str(one["name"]): one["options"] for one in shown}),
        "q": filters.chosen.get("q", ""),
        "page_obj": page,
        "total": page.paginator.count,
        "calls": [call_cards.call(one) for one in page.object_list],
        "funnel": funnel.total(),
        "query": filters.query,
        "csv_url": filters.onto(reverse("call_csv")),
        "json_url": filters.onto(reverse("call_json")),
        "feed_url": filters.onto(reverse("call_feed")),
        "follow_url": follow_url("oproepen", filters),
        "calendar_url": filters.onto(reverse("call_calendar")),
    }
    return render(request, "site/calls/list.html", context)


def options(name: str, filters: Filters) -> list[Option]:
    """The options of one filter with their words."""
    return facets.options(name, filters.chosen)


def _rows(filters: Filters) -> Any:
    return facets.filtered(filters.chosen).with_cards().order_by(*facets.ORDER)


def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what is asked, what is given, until when; and what came of it."""
    one = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    is_open = one.state == Call.State.PUBLISHED and one.closes_on >= today()
    context = {
        **call_cards.page(one),
        "answer_url": reverse("call_answer", args=[slug]) if is_open else "",
        "news": news.latest(6, subject=one),
        "share": sharing.of(shareables.call(one)),
        "fitting": in_short(one) if is_open else [],
        "fitting_url": reverse("call_partners", args=[slug]),
        "went": dispatch_cards.went(one),
        "similar": like_call(one),
    }
    return render(request, "site/calls/page.html", context)


def place(request: HttpRequest) -> HttpResponse:
    """Placing a call; `?op=` names the initiative or action that it hangs on."""
    on = (request.POST.get("on") or request.GET.get("op", ""))[:200]
    initiative, action = hangs_on(on)
    form = CallForm(request.POST or None, person=person_of(request), initial={"on": on, "theme": theme_of(initiative)})

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in (*CallForm.field_order, "on")}
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        page = reverse("call_list")
        return placing.place(Asking(**data), language=_language(), once=form.occasion, page=page, **sender)

    return answer(
        request,
        form,
        send,
        what="call",
        thanks=reverse("call_placed"),
        template="site/calls/place.html",
        context={"hangs_on": str(initiative or action or "")},
    )


def placed(request: HttpRequest) -> HttpResponse:
    """Look in your mail."""
    return render(request, "site/calls/sent.html", {"signed_in": request.user.is_authenticated})


def answer_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Interest in a call: three questions."""
    one = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    form = InterestForm(request.POST or None, person=person_of(request))

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in InterestForm.field_order}
        page = reverse("call", args=[slug])
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return talking.answer(one, Answer(**data), language=_language(), once=form.occasion, page=page, **sender)

    return answer(
        request,
        form,
        send,
        what="interest",
        thanks=reverse("call_placed"),
        template="site/calls/answer.html",
        context={"call": call_cards.call(one)},
    )


def _language() -> str:
    return (get_language() or "nl")[:2]


def call_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    rows = map(call_cards.as_data, _rows(Filters(request.GET, facets.NAMES)))
    return opendata.as_csv("oproepen", call_cards.COLUMNS, rows)


def call_json(request: HttpRequest) -> HttpResponse:
    """The filtered list as JSON."""
    return opendata.as_json("oproepen", map(call_cards.as_data, _rows(Filters(request.GET, facets.NAMES))))


def call_feed(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a feed, what changed last first."""
    filters = Filters(request.GET, facets.NAMES)
    found, page = facets.filtered(filters.chosen).with_cards(), reverse("call_list")
    rows = newest_change_first(found, otherwise="state_at")
    return feeds.answer(request, _("Oproepen"), page, rows, contents.calls, filters=filters)


def call_calendar(request: HttpRequest) -> HttpResponseBase:
    """The days on which the calls of the filtered list close, as iCalendar."""
    rows = facets.filtered(Filters(request.GET, facets.NAMES).chosen)
    return calendars.answer(request, _("Oproepen sluiten"), calendars.closings(rows.order_by(*facets.ORDER)))
