"""Calls: their list, the page of each, and the forms to submit one or respond to one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from stedennet.calls.flows import conversations, submissions
from stedennet.calls.flows.conversations import InterestData
from stedennet.calls.flows.submissions import CallData, find_linked_record
from stedennet.calls.models import Call
from stedennet.calls.querysets import funnel
from stedennet.calls.rules.states import Outcome
from stedennet.core.clock import today
from stedennet.intake.models import Submission
from stedennet.lists.calls import CALLS
from stedennet.network.models import Theme

from .. import followed, news
from ..cards import call_proposals as proposal_cards
from ..cards import calls as call_cards
from ..cards import challenges as challenge_cards
from ..cards import dispatches as dispatch_cards
from ..cards import partners as partner_cards
from ..cards import similar_items as similar_cards
from ..embedding import share_metadata, shareables
from ..feeds import calendars, contents
from ..forms.calls import CallForm, InterestForm, theme_of
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.sent_forms import render_sent_page
from .lists import ListPages

LIST_PAGES = ListPages(
    declared=CALLS,
    template="site/calls/list.html",
    cards=lambda calls: {"calls": [call_cards.build_call_card(call) for call in calls]},
    more=lambda _filters: {
        "funnel": funnel.count_funnel(),
        "sourced": Call.objects.readable().sourced().count(),
    },
    entries=contents.build_call_entries,
    dates=lambda calls: calendars.build_closing_entries(CALLS.sort(calls, {})),
)


def show_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a call: what is asked and offered, the deadline, and the outcome."""
    call = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    is_open = call.is_open_on(today())
    context = {
        **call_cards.build_call_page(call),
        "became": proposal_cards.find_action_link(call) if call.outcome == Outcome.FOUND else None,
        "challenges": challenge_cards.list_challenges_of(call),
        "answer_url": reverse("call_answer", args=[slug]) if is_open else "",
        "news": news.list_latest_news(6, subject=call),
        "follow": followed.build_follow_links(call, calendar="call_closing_calendar" if is_open else ""),
        "share": share_metadata.build_share_metadata(shareables.build_call_shareable(call)),
        "fitting": partner_cards.find_best_partners(call) if is_open else [],
        "fitting_url": reverse("call_partners", args=[slug]),
        "went": dispatch_cards.count_dispatches(call),
        "similar": similar_cards.find_similar_initiatives(call),
    }
    return render(request, "site/calls/page.html", context)


def submit_call(request: HttpRequest) -> HttpResponse:
    """Take a new call; `?op=` names the theme, initiative or action it is about."""
    linked_to = (request.POST.get("on") or request.GET.get("op", ""))[:200]
    initiative, action = find_linked_record(linked_to)
    theme = Theme.objects.select_related("scheme").filter(slug=linked_to.removeprefix("thema:") or "-").first()
    form = CallForm(request.POST or None, person=person_of(request), initial={"on": linked_to})

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in (*CallForm.field_order, "on")}
        data |= {"name": form.cleaned_data.get("name", ""), "organisation": form.behalf_of}
        data["theme"] = theme.slug if theme else theme_of(initiative, action)
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        page = reverse("call_list")
        return submissions.submit_call(
            CallData(**data), language=_get_language_code(), once=form.occasion, page=page, **sender
        )

    return handle_public_form(
        request,
        form,
        send,
        what="call",
        thanks=reverse("call_placed"),
        template="site/calls/place.html",
        context={"hangs_on": call_cards.build_linked_card(initiative, action, theme)},
    )


def show_call_sent(request: HttpRequest) -> HttpResponse:
    """Tell the sender to confirm by mail."""
    return render_sent_page(request, "site/calls/sent.html", {"signed_in": request.user.is_authenticated})


def submit_interest(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a response to a call, in three questions."""
    call = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    form = InterestForm(request.POST or None, person=person_of(request))

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in InterestForm.field_order}
        page = reverse("call", args=[slug])
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return conversations.submit_interest(
            call, InterestData(**data), language=_get_language_code(), once=form.occasion, page=page, **sender
        )

    return handle_public_form(
        request,
        form,
        send,
        what="interest",
        thanks=reverse("call_placed"),
        template="site/calls/answer.html",
        context={"call": call_cards.build_call_card(call)},
    )


def _get_language_code() -> str:
    return (get_language() or "nl")[:2]
