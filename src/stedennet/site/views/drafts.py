"""Drafting an edition together: for the programme office and the representatives of its parties, signed in.

Once the edition is laid before the parties, the same pages are a read-only record of proposals and authors.
"""

import re
from collections.abc import Iterable, Sequence

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stedennet.agenda.flows import drafts
from stedennet.agenda.models import Comment, Commitment, Edition, Proposal, Wording
from stedennet.agenda.rules.differences import compare_words
from stedennet.agenda.rules.drafts import ACTION_FIELDS, Field, State
from stedennet.agenda.rules.editions import OPEN
from stedennet.core.access import Actor
from stedennet.core.errors import DomainError
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.sections.page import SectionedPage

from ..forms.drafts import CommentForm, DecisionForm, NewActionForm, ProposalForm

PARAGRAPH = re.compile(r"\n\s*\n")
LONGEST_QUOTE = 300
"""How many characters of the paragraph a comment quotes."""


def list_drafts(user: Actor) -> list[dict[str, object]]:
    """The editions whose drafting this person may read: those in progress and those with a record of it."""
    editions = Edition.objects.filter(Q(status__in=OPEN) | Q(wordings__isnull=False) | Q(proposals__isnull=False))
    return [
        {
            "title": edition.name,
            "number": edition.number,
            "is_open": edition.status in OPEN,
            "url": reverse("draft", args=[edition.number]),
        }
        for edition in editions.distinct()
        if drafts.can_read_draft(edition, by=user)
    ]


def _find_edition(request: HttpRequest, number: int) -> Edition | None:
    edition = get_object_or_404(Edition, number=number)
    return edition if drafts.can_read_draft(edition, by=request.user) else None


@never_cache
@login_required
def show_draft(request: HttpRequest, number: int) -> HttpResponse:
    """List the actions of a draft with their open proposals, and take the proposal of a new action."""
    edition = _find_edition(request, number)
    if edition is None:
        return refuse_page(request, REPRESENTATIVE_ROLE)
    form = NewActionForm(request.POST or None, parties=drafts.list_own_parties(edition, by=request.user))
    if request.method == "POST" and form.is_valid():
        try:
            drafts.submit_proposal(edition, None, by=request.user, field=Field.ACTION, **form.said)
            messages.success(request, _("Uw voorstel staat erbij."))
            return redirect("draft", number=number)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    proposals = list(Proposal.objects.filter(edition=edition).select_related("organisation"))
    open_keys = [proposal.commitment_id for proposal in proposals if proposal.state == State.OPEN]
    context = {
        "edition": {"number": number, "title": edition.name, "status_label": edition.get_status_display()},
        "is_open": edition.status in OPEN,
        "actions": [
            {
                "code": commitment.action.code,
                "title": commitment.name,
                "url": reverse("draft_action", args=[number, commitment.action.code]),
                "open": open_keys.count(commitment.pk),
            }
            for commitment in Commitment.objects.in_edition(edition).select_related("action")
        ],
        "foreword_url": reverse("draft_foreword", args=[number]),
        "foreword_open": sum(
            proposal.field == Field.FOREWORD and proposal.state == State.OPEN for proposal in proposals
        ),
        "proposals": [
            _build_proposal(request, edition, None, proposal)
            for proposal in proposals
            if proposal.field == Field.ACTION
        ],
        "form": form if edition.status in OPEN or form.is_bound else None,
    }
    return render(request, "account/draft.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def show_draft_action(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Show the texts of an action in a draft with proposals and comments, and take new ones."""
    edition = _find_edition(request, number)
    if edition is None:
        return refuse_page(request, REPRESENTATIVE_ROLE)
    rows = Commitment.objects.select_related("action", "responsible")
    return _show_texts(request, edition, get_object_or_404(rows, edition=edition, action__code=code))


@never_cache
@login_required
def show_draft_foreword(request: HttpRequest, number: int) -> HttpResponse:
    """Show the foreword of a draft, as `show_draft_action` does an action."""
    edition = _find_edition(request, number)
    return _show_texts(request, edition, None) if edition else refuse_page(request, REPRESENTATIVE_ROLE)


def _show_texts(request: HttpRequest, edition: Edition, commitment: Commitment | None) -> HttpResponse:
    number = edition.number
    fields = ACTION_FIELDS if commitment else (Field.FOREWORD,)
    page = SectionedPage(request)
    parties = drafts.list_own_parties(edition, by=request.user)
    form = page.add("voorstel", ProposalForm, fields=fields, parties=parties)
    paragraphs = _split_paragraphs(edition, commitment, fields)
    quote = paragraphs.get(request.GET.get("alinea", ""), "")[:LONGEST_QUOTE]
    comment_form = page.add("opmerking", CommentForm, parties=parties, initial={"paragraph": quote})
    pressed = page.forms.get(page.pressed)
    if page.is_sent and pressed and _submit_form(request, edition, commitment, pressed):
        return page.done(request.path)
    proposals = Proposal.objects.filter(edition=edition, commitment=commitment).select_related("organisation")
    comments = Comment.objects.filter(edition=edition, commitment=commitment).select_related("organisation")
    context = {
        "edition": {"number": number, "title": edition.name, "url": reverse("draft", args=[number])},
        "is_open": edition.status in OPEN,
        "title": commitment.name if commitment else Field.FOREWORD.label.capitalize(),
        "code": commitment.action.code if commitment else "",
        "by": commitment.by if commitment else "",
        "texts": [
            {
                "label": field.label,
                "is_only": not commitment,
                "paragraphs": [
                    {"text": text, "url": f"?alinea={name}#opmerking"}
                    for name, text in paragraphs.items()
                    if name.startswith(f"{field.value}-")
                ],
            }
            for field in fields
        ],
        "wordings": [
            _build_wording(wording)
            for wording in _find_wordings(edition, commitment)
            if commitment or wording.field in fields
        ],
        "proposals": [
            _build_proposal(request, edition, commitment, proposal)
            for proposal in proposals
            if commitment or proposal.field in fields
        ],
        "comments": [
            {
                "by": _name_author(comment),
                "at": comment.at,
                "paragraph": comment.paragraph,
                "text": comment.text,
            }
            for comment in comments
        ],
        "form": _hide_closed_form(edition, form, page),
        "comment_form": _hide_closed_form(edition, comment_form, page),
        "page": page,
    }
    return render(request, "account/draft_action.html", context, status=422 if page.is_sent else 200)


def _hide_closed_form(edition: Edition, form: forms.Form, page: SectionedPage) -> forms.Form | None:
    """No form once drafting has closed, unless one was just sent: then what was typed stays on screen."""
    return form if edition.status in OPEN or page.is_sent else None


def _split_paragraphs(edition: Edition, commitment: Commitment | None, fields: Sequence[Field]) -> dict[str, str]:
    """The paragraphs of these texts, each under the name that `?alinea=` takes."""
    paragraphs: dict[str, str] = {}
    for field in fields:
        pieces = PARAGRAPH.split(drafts.current_text_of(edition, commitment, field).strip())
        paragraphs |= {f"{field.value}-{number}": text for number, text in enumerate(pieces, 1) if text}
    return paragraphs


def _find_wordings(edition: Edition, commitment: Commitment | None) -> Iterable[Wording]:
    rows = Wording.objects.filter(edition=edition, commitment=commitment)
    return rows.select_related("organisation", "proposal__organisation")


def _build_wording(wording: Wording) -> dict[str, object]:
    proposal = wording.proposal
    return {
        "field_label": wording.get_field_display(),
        "pieces": _build_pieces(wording.before, wording.after),
        "by": _name_author(wording),
        "at": wording.at,
        "asked_by": _name_author(proposal) if proposal and proposal.organisation_id != wording.organisation_id else "",
    }


def _submit_form(request: HttpRequest, edition: Edition, commitment: Commitment | None, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    try:
        if isinstance(form, ProposalForm):
            drafts.submit_proposal(edition, commitment, by=request.user, **form.said)
        elif isinstance(form, CommentForm):
            drafts.submit_comment(edition, commitment, by=request.user, **form.said)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("Het staat erbij."))
    return True


@never_cache
@login_required
def decide_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the owner of a text accept or decline a proposal, after showing what changed in the text since."""
    proposal = get_object_or_404(Proposal.objects.select_related("edition", "commitment__action"), pk=pk)
    edition, commitment = proposal.edition, proposal.commitment
    if not drafts.can_decide_on_text(edition, commitment, by=request.user):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    current = drafts.current_text_of(edition, commitment, proposal.field)
    is_new = proposal.field == Field.ACTION
    initial = {"words": proposal.words, "code": drafts.find_free_code() if is_new else ""}
    form = DecisionForm(request.POST or None, initial=initial, is_new=is_new)
    status = 200
    back = _page_of(proposal)
    if request.method == "POST":
        status = 422
        if _record_decision(request, proposal, form):
            return redirect(back)
    context = {
        "proposal": _build_proposal(request, edition, commitment, proposal),
        "changed_meanwhile": _build_pieces(proposal.base, current) if current != proposal.base else [],
        "form": form,
        "seen": drafts.compute_text_mark(current),
        "drops_english": bool(getattr(commitment or edition, f"{proposal.field}_en", "")),
        "back": back,
    }
    return render(request, "account/draft_decide.html", context, status=status)


def _page_of(proposal: Proposal) -> str:
    number = proposal.edition.number
    if proposal.commitment:
        return reverse("draft_action", args=[number, proposal.commitment.action.code])
    return reverse("draft_foreword" if proposal.field == Field.FOREWORD else "draft", args=[number])


def _record_decision(request: HttpRequest, proposal: Proposal, form: DecisionForm) -> bool:
    try:
        if request.POST.get("wat") == "niet":
            drafts.decline_proposal(proposal, by=request.user, reason=request.POST.get("answer", ""))
        elif form.is_valid():
            data = form.cleaned_data
            drafts.accept_proposal(
                proposal, by=request.user, words=data["words"], seen=data["seen"], code=data.get("code", "")
            )
        else:
            return False
    except DomainError as error:
        form.is_valid()
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("Vastgelegd."))
    return True


def _build_proposal(
    request: HttpRequest, edition: Edition, commitment: Commitment | None, proposal: Proposal
) -> dict[str, object]:
    may_decide = proposal.state == State.OPEN and drafts.can_decide_on_text(edition, commitment, by=request.user)
    return {
        "field_label": proposal.get_field_display(),
        "pieces": _build_pieces(proposal.base, proposal.words),
        "why": proposal.why,
        "by": _name_author(proposal),
        "at": proposal.at,
        "state": proposal.state,
        "state_label": proposal.get_state_display(),
        "answer": proposal.answer,
        "decide_url": reverse("draft_decide", args=[proposal.pk]) if may_decide else "",
    }


def _build_pieces(before: str, after: str) -> list[dict[str, str]]:
    return [{"kind": piece.kind.value, "text": piece.text} for piece in compare_words(before, after)]


def _name_author(contribution: Proposal | Comment | Wording) -> str:
    return str(contribution.organisation or _("programmabureau"))
