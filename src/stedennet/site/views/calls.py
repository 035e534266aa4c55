"""Calls: how the list looks, each one's page, placing one, answering one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from stedennet.calls.flows import placing, talking
from stedennet.calls.flows.placing import Asking, hangs_on
from stedennet.calls.flows.talking import Answer
from stedennet.calls.models import Call
from stedennet.calls.querysets import funnel
from stedennet.core.clock import today
from stedennet.intake.models import Submission
from stedennet.lists.calls import CALLS

from .. import calendars, call_cards, dispatch_cards, news, shareables, sharing
from ..feeds import contents
from ..forms.calls import CallForm, InterestForm, theme_of
from ..forms.public import person_of
from ..sending import answer
from .lists import ListPages
from .matching import in_short, like_call

LIST_PAGES = ListPages(
    declared=CALLS,
    template="site/calls/list.html",
    cards=lambda calls: {"calls": [call_cards.call(call) for call in calls]},
    more=lambda _filters: {"funnel": funnel.total()},
    entries=contents.calls,
    dates=lambda calls: calendars.closings(CALLS.sort(calls, {})),
)


def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what is asked, what is given, until when; and what came of it."""
    one = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    is_open = one.is_open_on(today())
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
