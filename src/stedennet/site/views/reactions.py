"""Reactions: submit, reply, report; the writer's own page; and removal by a moderator."""

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page

from stedennet.core.refusals import MODERATOR_ROLE, attempt, refuse_page
from stedennet.intake.models import Submission
from stedennet.reactions import flows, subjects
from stedennet.reactions.models import Reaction
from stedennet.reactions.personal_links import REACTION_LINK
from stedennet.reactions.rules.text import render_reaction_html
from stedennet.sections.page import SectionedPage

from ..forms.reactions import EditReactionForm, ReactionForm, RemoveReactionForm, ReportReactionForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.sent_forms import render_sent_page
from ..secret_pages import keep_address_secret

Found = TypeVar("Found")


def submit_reaction(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show the form to react to a page, and submit it."""
    return _handle_reaction_form(request, _require_found(subjects.find_subject(kind, key)), None)


def submit_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form to reply to a reaction, and submit it."""
    parent = get_object_or_404(Reaction.objects.published().filter(parent=None), pk=pk)
    return _handle_reaction_form(
        request, _require_found(subjects.find_subject_by_label(parent.subject_type, parent.subject_id)), parent
    )


def _require_found(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found


def _handle_reaction_form(request: HttpRequest, subject: Page, parent: Reaction | None) -> HttpResponse:
    person = person_of(request)
    form = ReactionForm(request.POST or None, person=person)

    def send() -> Submission:
        data = form.cleaned_data
        return flows.submit_reaction(
            subject,
            name=data["name"],
            email=data["email"],
            text=data["text"],
            language=(get_language() or "nl")[:2],
            once=form.occasion,
            page=subject.get_url(),
            person=person,
            behalf_of=form.behalf_of,
            parent=parent,
        )

    context = {
        "subject": {"title": subject.title, "url": subject.get_url()},
        "parent": {"name": parent.name, "html": render_reaction_html(parent.text)} if parent else None,
    }
    return handle_public_form(
        request,
        form,
        send,
        what="reaction",
        thanks=reverse("reaction_sent_in" if person else "reaction_sent"),
        template="site/reactions/add.html",
        context=context,
    )


def report_reaction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form to report a reaction, and submit it."""
    reaction = get_object_or_404(Reaction.objects.published(), pk=pk)
    subject: Page = _require_found(subjects.find_subject_by_label(reaction.subject_type, reaction.subject_id))
    person = person_of(request)
    form = ReportReactionForm(request.POST or None, person=person)

    def send() -> Submission:
        data = form.cleaned_data
        return flows.report_reaction(
            reaction,
            name=data["name"],
            email=data["email"],
            why=data["why"],
            text=data["text"],
            language=(get_language() or "nl")[:2],
            once=form.occasion,
            page=subject.get_url(),
            person=person,
            behalf_of=form.behalf_of,
        )

    context = {
        "subject": {"title": subject.title, "url": subject.get_url()},
        "reaction": {"name": reaction.name, "html": render_reaction_html(reaction.text)},
    }
    return handle_public_form(
        request,
        form,
        send,
        what="reaction",
        thanks=reverse("reaction_sent_in" if person else "reaction_sent"),
        template="site/reactions/report.html",
        context=context,
    )


def show_reaction_sent(request: HttpRequest) -> HttpResponse:
    """Ask the sender to look in their mail for the link that confirms."""
    return render_sent_page(request, "site/reactions/sent.html", {"signed_in": False})


def show_reaction_received(request: HttpRequest) -> HttpResponse:
    """Thank a sender who is signed in, and so has nothing to confirm."""
    return render_sent_page(request, "site/reactions/sent.html", {"signed_in": True})


CHANGE = "wijzig"


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def manage_own_reaction(request: HttpRequest, token: str) -> HttpResponse:
    """Let the writer see their reaction, change it for 15 minutes, and withdraw it."""
    reaction = _require_found(REACTION_LINK.find(token))
    page = SectionedPage(request)
    is_offered = flows.can_change_reaction(reaction) or page.pressed == CHANGE
    form = page.add(CHANGE, EditReactionForm, initial={"text": reaction.text}) if is_offered else None
    if page.pressed == "intrekken":
        flows.withdraw_reaction(token)
        return page.done(request.path)
    if form and form.is_valid():
        with attempt(form):
            flows.change_reaction(token, form.cleaned_data["text"])
            return page.done(request.path)
    context = {
        "reaction": {
            "html": render_reaction_html(reaction.text),
            "status_label": reaction.get_status_display(),
            "reason": reaction.removed_reason,
            "is_public": reaction.status == Reaction.Status.PUBLISHED,
            "page": reaction.submission.page,
        },
        "form": form,
        "page": page,
    }
    return render(request, "site/reactions/own.html", context, status=422 if page.is_sent else 200)


@login_required
def remove_reaction(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a moderator remove a reaction, with a reason."""
    reaction = get_object_or_404(Reaction.objects.published(), pk=pk)
    if not flows.can_remove_reactions(request.user):
        return refuse_page(request, MODERATOR_ROLE)
    form = RemoveReactionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, can_forbid=True):
            flows.remove_reaction(reaction, by=request.user, reason=form.cleaned_data["reason"])
            return redirect(reaction.submission.page or "home")
    context = {"reaction": {"name": reaction.name, "html": render_reaction_html(reaction.text)}, "form": form}
    return render(request, "site/reactions/remove.html", context, status=422 if form.errors else 200)
