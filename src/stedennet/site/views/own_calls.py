"""The caller's page with its inbox, and the page of somebody who answered a call; both have a personal link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.accounts.models import User
from stedennet.calls import access
from stedennet.calls.access import can_review, is_owner
from stedennet.calls.flows import attachments, conversations, corrections, deadlines, proposals
from stedennet.calls.models import Call, Interest
from stedennet.calls.personal_links import CALL_LINK, CONVERSATION_LINK
from stedennet.calls.rules.reviews import build_advice
from stedennet.calls.rules.states import PUBLIC, TALK_STEPS, State, Talk
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.core.refusals import REPRESENTATIVE_ROLE, attempt, refuse_page
from stedennet.sections.page import SectionedPage

from .. import message_files
from ..cards import call_proposals as proposal_cards
from ..cards import calls as call_cards
from ..forms.calls import CallDetailsForm, MessageForm, OutcomeForm, TalkForm
from ..forms.drafts import NewActionForm
from ..secret_pages import keep_address_secret


def list_own_calls(user: User) -> list[dict[str, object]]:
    """List the calls of the organisations that `user` represents."""
    return [
        {"title": call.title, "state_label": call.get_state_display(), "url": reverse("own_call", args=[call.slug])}
        for call in access.list_own_calls(user)
    ]


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@message_files.refuse_large_requests
@keep_address_secret
def manage_call_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page to whoever placed the call, without an account."""
    call = CALL_LINK.find(token)
    if call is None:
        raise Http404
    return _handle_call_page(request, call, LinkHolder(Call, call.pk))


@never_cache
@message_files.refuse_large_requests
@login_required
def manage_call_by_account(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page to representatives of the organisation that calls, and to editors."""
    call = get_object_or_404(Call.objects.with_cards(), slug=slug)
    if not (is_owner(request.user, call, day=today()) or can_review(request.user)):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _handle_call_page(request, call, request.user)


@never_cache
@keep_address_secret
def download_file_by_link(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Serve a file of a conversation to whoever placed the call."""
    call = CALL_LINK.find(token)
    if call is None:
        raise Http404
    return _serve_file(call, pk)


@never_cache
@login_required
def download_file_by_account(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Serve a file of a conversation to representatives of the organisation that calls; editors may not read it."""
    call = get_object_or_404(Call.objects.with_cards(), slug=slug)
    if not is_owner(request.user, call, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _serve_file(call, pk)


def _serve_file(call: Call, pk: int) -> HttpResponse:
    interest = call.interests.filter(messages__attachments=pk).first()
    return message_files.serve_attachment(attachments.find_attachment(interest, pk) if interest else None)


def _handle_call_page(request: HttpRequest, call: Call, by: Actor) -> HttpResponse:
    facts = corrections.get_correctable_fields(call)
    interests = list(call.interests.with_talk()) if call.state in PUBLIC else []
    page = SectionedPage(request)
    names = {*facts, "words"} if call.state == State.NEEDS_WORK else set(facts)
    text_form = page.add(TEXT, CallDetailsForm, initial=facts, names=names) if facts else None
    talks = [_talk_sections(page, interest, request.path) for interest in interests]
    outcome = {"outcome": call.outcome, "partner": call.outcome_partner}
    outcome_form = page.add(OUTCOME, OutcomeForm, initial=outcome) if call.state in PUBLIC else None
    proposal = proposal_cards.build_proposal_section(call, by=by)
    proposal_form = page.add(PROPOSAL, NewActionForm, initial=proposal["initial"]) if proposal["may_propose"] else None
    refusal = ""
    if page.is_sent:
        with attempt() as tried:
            if _change_call(request, call, page, by):
                return page.done(request.path)
        refusal = tried.message
    context = {
        "call": {**call_cards.build_call_card(call), "slug": call.slug},
        "state": call.state,
        "state_label": call.get_state_display(),
        "state_words": call.state_words,
        "advice": build_advice(call.scores, below=settings.CALL_ADVICE_BELOW),
        "page_url": reverse("call", args=[call.slug]) if call.state in PUBLIC else "",
        "fitting_url": reverse("call_partners", args=[call.slug]) if call.state == State.PUBLISHED else "",
        "may_report": not isinstance(by, LinkHolder) and is_owner(by, call, day=today()),
        "interests": talks,
        "text_form": text_form,
        "outcome_form": outcome_form,
        "proposal": proposal,
        "proposal_form": proposal_form,
        "refusal": refusal,
        **message_files.LIMITS,
        "page": page,
    }
    return render(request, "site/calls/own.html", context, status=422 if page.is_sent else 200)


TEXT, OUTCOME, LONGER, PROPOSAL = "tekst", "uitkomst", "langer", "voorstel"
MESSAGE, STAND, SHARE, STOP = "bericht", "stand", "deel", "stop"
"""The sections of the page; the name of a section for one conversation ends in its key."""


def _talk_sections(page: SectionedPage, interest: Interest, path: str) -> dict[str, object]:
    """Build one conversation with its forms; without forms when it is over."""
    card = call_cards.build_conversation_card(interest, mine=True, page=path)
    if card["is_over"]:
        return card
    return {
        **card,
        "files_name": f"{MESSAGE}-{interest.pk}-{message_files.FIELD}",
        "message_form": page.add(f"{MESSAGE}-{interest.pk}", MessageForm),
        "stand_form": page.add(f"{STAND}-{interest.pk}", TalkForm, moves=TALK_STEPS[Talk(interest.talk)]),
    }


def _change_call(request: HttpRequest, call: Call, page: SectionedPage, by: Actor) -> bool:
    """Call the flow for what was pressed; False when a field is wrong or nothing was pressed. Raises DomainError."""
    form = page.forms.get(page.pressed)
    if form is not None and not form.is_valid():
        return False
    data = form.cleaned_data if form else {}
    if page.pressed == LONGER:
        deadlines.extend_call(call, by=by)
        messages.success(request, _("De oproep staat langer open."))
    elif page.pressed == OUTCOME:
        deadlines.record_outcome(call, data.get("outcome", ""), by=by, partner=data.get("partner", ""))
        messages.success(request, _("Dank u. De uitkomst staat bij de oproep."))
    elif page.pressed == PROPOSAL and form:
        proposals.propose_action(call, by=by, words=data["words"], why=data["why"])
        messages.success(request, _("Het voorstel staat bij de editie. De partijen lezen het daar."))
    elif page.pressed == TEXT and form:
        corrections.correct_call(call, data, by=by)
        is_resubmitted = call.state == State.NEEDS_WORK
        messages.success(request, _("Het is opnieuw ingestuurd.") if is_resubmitted else _("Bewaard."))
    else:
        return _change_conversation(request, call, page, by)
    return True


def _change_conversation(request: HttpRequest, call: Call, page: SectionedPage, by: Actor) -> bool:
    """Call the flow for a button of one conversation; see `_change_call`."""
    action, _dash, key = page.pressed.partition("-")
    interest = call.interests.filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 18 else None
    form = page.forms.get(page.pressed)
    if interest is None:
        return False
    if action == MESSAGE:
        text = form.cleaned_data["text"] if form else ""
        files = message_files.read_uploads(request, f"{page.pressed}-{message_files.FIELD}")
        conversations.send_message(interest, text, by=by, files=files)
        messages.success(request, _("Uw bericht is verstuurd."))
    elif action == STAND:
        conversations.set_talk(interest, form.cleaned_data["stand"] if form else "", by=by)
        messages.success(request, _("Vastgelegd."))
    elif action == SHARE:
        conversations.share_address(interest, by=by)
        messages.success(request, _("U deelt uw adres zodra de ander dat ook doet."))
    elif action == STOP:
        conversations.end_conversation(interest, by=by)
        messages.success(request, _("Dit gesprek is beëindigd."))
    return action in (MESSAGE, STAND, SHARE, STOP)


# The browser's “Origin: null” again, as for `manage_call_by_link`.
@csrf_exempt
@never_cache
@message_files.refuse_large_requests
@keep_address_secret
def show_conversation(request: HttpRequest, token: str) -> HttpResponse:
    """Let the sender of an answer follow the conversation, write, share their address, or end it."""
    interest = CONVERSATION_LINK.find(token)
    if interest is None:
        raise Http404
    refusal = ""
    page = SectionedPage(request)
    can_write = interest.talk not in (Talk.NEW, Talk.NO) and not interest.blocked_by
    form = page.add(MESSAGE, MessageForm) if can_write else None
    if page.is_sent:
        with attempt() as tried:
            if _answer_conversation(request, interest, page):
                return page.done(request.path)
        refusal = tried.message
    call = Call.objects.with_cards().get(pk=interest.call_id)
    interest = Interest.objects.with_talk().get(pk=interest.pk)
    context = {
        "call": call_cards.build_call_card(call),
        "interest": call_cards.build_conversation_card(interest, mine=False, page=request.path),
        "form": form,
        "files_name": f"{MESSAGE}-{message_files.FIELD}",
        "refusal": refusal,
        **message_files.LIMITS,
        "page": page,
    }
    return render(request, "site/calls/talk.html", context, status=422 if page.is_sent else 200)


@never_cache
@keep_address_secret
def download_conversation_file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Serve a file of the conversation to whoever answered the call."""
    interest = CONVERSATION_LINK.find(token)
    if interest is None:
        raise Http404
    return message_files.serve_attachment(attachments.find_attachment(interest, pk))


def _answer_conversation(request: HttpRequest, interest: Interest, page: SectionedPage) -> bool:
    form = page.forms.get(page.pressed)
    if form is not None and not form.is_valid():
        return False
    by = LinkHolder(Interest, interest.pk)
    if page.pressed == MESSAGE:
        files = message_files.read_uploads(request, f"{MESSAGE}-{message_files.FIELD}")
        conversations.send_message(interest, form.cleaned_data["text"] if form else "", by=by, files=files)
        messages.success(request, _("Uw bericht is verstuurd."))
    elif page.pressed == SHARE:
        conversations.share_address(interest, by=by)
        messages.success(request, _("U deelt uw adres zodra de ander dat ook doet."))
    elif page.pressed == STOP:
        conversations.end_conversation(interest, by=by)
        messages.success(request, _("Dit gesprek is beëindigd."))
    return page.pressed in (MESSAGE, SHARE, STOP)
