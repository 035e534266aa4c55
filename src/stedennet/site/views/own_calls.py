"""The page of who placed a call, with the inbox, and the page of who answered one: both by a personal link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.calls import access
from stedennet.calls.access import can_review, is_owner
from stedennet.calls.flows import attachments, conversations, corrections, deadlines, personal_links
from stedennet.calls.models import Call, Interest
from stedennet.calls.rules.reviews import build_advice
from stedennet.calls.rules.states import PUBLIC, TALK_STEPS, State, Talk
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.core.errors import DomainError
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page

from .. import message_files
from ..cards import calls as call_cards
from ..forms.calls import CallTextForm, OutcomeForm
from ..secret_pages import keep_address_secret


def list_own_calls(user: Any) -> list[dict[str, Any]]:
    """The calls of the organisations that `user` represents."""
    return [
        {"title": one.title, "state_label": one.get_state_display(), "url": reverse("own_call", args=[one.slug])}
        for one in access.list_own_calls(user)
    ]


# As for other secret links: without a referrer the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@message_files.refuse_large_requests
@keep_address_secret
def manage_call_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Who placed it, without an account."""
    call = personal_links.find_call_by_link(token)
    if call is None:
        raise Http404
    return _handle_call_page(request, call, LinkHolder(Call, call.pk))


@never_cache
@message_files.refuse_large_requests
@login_required
def manage_call_by_account(request: HttpRequest, slug: str) -> HttpResponse:
    """Who represents the organisation that calls, and editors."""
    call = get_object_or_404(Call.objects.with_cards(), slug=slug)
    if not (is_owner(request.user, call, day=today()) or can_review(request.user)):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _handle_call_page(request, call, request.user)


# As above.
@never_cache
@keep_address_secret
def download_file_by_link(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file of a conversation, for who placed the call."""
    call = personal_links.find_call_by_link(token)
    if call is None:
        raise Http404
    return _serve_file(call, pk)


@never_cache
@login_required
def download_file_by_account(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file of a conversation, for who represents the organisation that calls; no editor reads along."""
    call = get_object_or_404(Call.objects.with_cards(), slug=slug)
    if not is_owner(request.user, call, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _serve_file(call, pk)


def _serve_file(call: Call, pk: int) -> HttpResponse:
    interest = call.interests.filter(messages__attachments=pk).first()
    return message_files.serve_attachment(attachments.find_attachment(interest, pk) if interest else None)


def _handle_call_page(request: HttpRequest, call: Call, by: Actor) -> HttpResponse:
    refusal, status = "", 200
    if request.method == "POST":
        try:
            _change_call(request, call, by)
            return redirect(request.path)
        except DomainError as error:
            refusal, status = error.message, 422
    interests = call.interests.with_talk()
    context = {
        "call": call_cards.build_call_card(call),
        "state": call.state,
        "state_label": call.get_state_display(),
        "state_words": call.state_words,
        "advice": build_advice(call.scores, below=settings.CALL_ADVICE_BELOW),
        "page_url": reverse("call", args=[call.slug]) if call.state in PUBLIC else "",
        "fitting_url": reverse("call_partners", args=[call.slug]) if call.state == State.PUBLISHED else "",
        "interests": [
            {
                **call_cards.build_conversation_card(one, mine=True, page=request.path),
                "moves": [{"value": to.value, "label": to.label} for to in TALK_STEPS[Talk(one.talk)]],
            }
            for one in interests
        ],
        "can_correct": call.state in (State.CONFIRMED, State.NEEDS_WORK),
        "text_form": CallTextForm(_get_posted_data(request, "tekst"), initial=corrections.get_correctable_texts(call)),
        "outcome_form": OutcomeForm(initial={"outcome": call.outcome, "partner": call.outcome_partner}),
        "refusal": refusal,
        **message_files.LIMITS,
        "typed": request.POST.get("text", "") if refusal else "",
        "typed_for": request.POST.get("gesprek", "") if refusal else "",
    }
    return render(request, "site/calls/own.html", context, status=status)


def _get_posted_data(request: HttpRequest, what: str) -> Any:
    return request.POST if request.POST.get("wat") == what else None


def _change_call(request: HttpRequest, call: Call, by: Actor) -> None:
    """Call the flow for what was asked. Raises DomainError."""
    what, key = request.POST.get("wat", ""), request.POST.get("gesprek", "")
    interest = call.interests.filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 18 else None
    if what == "langer":
        deadlines.extend_call(call, by=by)
        messages.success(request, _("De oproep staat langer open."))
    elif what == "uitkomst":
        partner = request.POST.get("partner", "")
        deadlines.record_outcome(call, request.POST.get("outcome", ""), by=by, partner=partner)
        messages.success(request, _("Dank u. De uitkomst staat bij de oproep."))
    elif what == "tekst":
        form = CallTextForm(request.POST)
        if form.is_valid():
            corrections.correct_call(call, form.cleaned_data, by=by)
            messages.success(request, _("Het is opnieuw ingestuurd."))
        else:
            raise corrections.build_incomplete_error()
    elif interest is not None:
        _change_conversation(request, interest, what, by)


def _change_conversation(request: HttpRequest, interest: Interest, what: str, by: Actor) -> None:
    if what == "bericht":
        conversations.send_message(
            interest, request.POST.get("text", "")[:4000], by=by, files=message_files.read_uploads(request)
        )
        messages.success(request, _("Uw bericht is verstuurd."))
    elif what == "stand":
        conversations.set_talk(interest, request.POST.get("stand", ""), by=by)
        messages.success(request, _("Vastgelegd."))
    elif what == "deel":
        conversations.share_address(interest, by=by)
        messages.success(request, _("U deelt uw adres zodra de ander dat ook doet."))
    elif what == "stop":
        conversations.end_conversation(interest, by=by)
        messages.success(request, _("Dit gesprek is beëindigd."))


# As above.
@csrf_exempt
@never_cache
@message_files.refuse_large_requests
@keep_address_secret
def show_conversation(request: HttpRequest, token: str) -> HttpResponse:
    """Who answered a call sees how it goes, writes, shares the address, or ends it."""
    interest = personal_links.find_interest_by_link(token)
    if interest is None:
        raise Http404
    refusal, status = "", 200
    if request.method == "POST":
        try:
            _answer_conversation(request, interest)
            return redirect(request.path)
        except DomainError as error:
            refusal, status = error.message, 422
    call = Call.objects.with_cards().get(pk=interest.call_id)
    interest = Interest.objects.with_talk().get(pk=interest.pk)
    context = {
        "call": call_cards.build_call_card(call),
        "interest": call_cards.build_conversation_card(interest, mine=False, page=request.path),
        "can_write": interest.talk not in (Talk.NEW, Talk.NO) and not interest.blocked_by,
        "refusal": refusal,
        **message_files.LIMITS,
        "typed": request.POST.get("text", "") if refusal else "",
    }
    return render(request, "site/calls/talk.html", context, status=status)


# As above.
@never_cache
@keep_address_secret
def download_conversation_file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file of the conversation, for who answered the call."""
    interest = personal_links.find_interest_by_link(token)
    if interest is None:
        raise Http404
    return message_files.serve_attachment(attachments.find_attachment(interest, pk))


def _answer_conversation(request: HttpRequest, interest: Interest) -> None:
    what, by = request.POST.get("wat", ""), LinkHolder(Interest, interest.pk)
    if what == "bericht":
        conversations.send_message(
            interest, request.POST.get("text", "")[:4000], by=by, files=message_files.read_uploads(request)
        )
        messages.success(request, _("Uw bericht is verstuurd."))
    elif what == "deel":
        conversations.share_address(interest, by=by)
        messages.success(request, _("U deelt uw adres zodra de ander dat ook doet."))
    elif what == "stop":
        conversations.end_conversation(interest, by=by)
        messages.success(request, _("Dit gesprek is beëindigd."))
