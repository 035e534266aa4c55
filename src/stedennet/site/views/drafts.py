"""Where parties draft an edition together: behind sign-in, for the office and who speaks for a party.

Once the edition is laid before the parties the same pages only tell who proposed and wrote what.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

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
from stedennet.agenda.rules.differences import compare_words as compared
from stedennet.agenda.rules.drafts import ACTION_FIELDS, Field, State
from stedennet.agenda.rules.editions import OPEN
from stedennet.core.errors import DomainError
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.sections.page import SectionedPage

from ..forms.drafts import CommentForm, DecisionForm, NewActionForm, ProposalForm

PARAGRAPH = re.compile(r"\n\s*\n")
LONGEST_QUOTE = 300
"""Characters of a paragraph that a comment carries along."""


def list_drafts(user: Any) -> list[dict[str, Any]]:
    """The editions that this person helps to draft, and those whose drafting can still be read."""
    editions = Edition.objects.filter(Q(status__in=OPEN) | Q(wordings__isnull=False) | Q(proposals__isnull=False))
    return [
        {
            "title": one.name,
            "number": one.number,
            "is_open": one.status in OPEN,
            "url": reverse("draft", args=[one.number]),
        }
        for one in editions.distinct()
        if drafts.can_read_draft(one, by=user)
    ]


def _find_edition(request: HttpRequest, number: int) -> Edition | None:
    edition = get_object_or_404(Edition, number=number)
    return edition if drafts.can_read_draft(edition, by=request.user) else None


@never_cache
@login_required
def show_draft(request: HttpRequest, number: int) -> HttpResponse:
    """The actions of a draft with what is proposed, and the form for a new action."""
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
    waiting = [one.commitment_id for one in proposals if one.state == State.OPEN]
    context = {
        "edition": {"number": number, "title": edition.name, "status_label": edition.get_status_display()},
        "is_open": edition.status in OPEN,
        "actions": [
            {
                "code": one.action.code,
                "title": one.name,
                "url": reverse("draft_action", args=[number, one.action.code]),
                "open": waiting.count(one.pk),
            }
            for one in Commitment.objects.in_edition(edition).select_related("action")
        ],
        "foreword_url": reverse("draft_foreword", args=[number]),
        "foreword_open": sum(one.field == Field.FOREWORD and one.state == State.OPEN for one in proposals),
        "proposals": [_build_proposal(request, edition, None, one) for one in proposals if one.field == Field.ACTION],
        "form": form if edition.status in OPEN or form.is_bound else None,
    }
    return render(request, "account/draft.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def show_draft_action(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """The texts of one action in a draft: proposals with their differences, comments, and the forms for both."""
    edition = _find_edition(request, number)
    if edition is None:
        return refuse_page(request, REPRESENTATIVE_ROLE)
    rows = Commitment.objects.select_related("action", "responsible")
    return _show_texts(request, edition, get_object_or_404(rows, edition=edition, action__code=code))


@never_cache
@login_required
def show_draft_foreword(request: HttpRequest, number: int) -> HttpResponse:
    """The foreword of a draft, in the same way."""
    edition = _find_edition(request, number)
    return _show_texts(request, edition, None) if edition else refuse_page(request, REPRESENTATIVE_ROLE)


def _show_texts(request: HttpRequest, edition: Edition, commitment: Commitment | None) -> HttpResponse:
    number = edition.number
    fields = ACTION_FIELDS if commitment else (Field.FOREWORD,)
    page = SectionedPage(request)
    parties = drafts.list_own_parties(edition, by=request.user)
    form = page.add("voorstel", ProposalForm, fields=fields, parties=parties)
    paragraphs = _split_paragraphs(edition, commitment, fields)
    about = paragraphs.get(request.GET.get("alinea", ""), "")[:LONGEST_QUOTE]
    remark = page.add("opmerking", CommentForm, parties=parties, initial={"paragraph": about})
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
                "label": one.label,
                "is_only": not commitment,
                "paragraphs": [
                    {"text": text, "url": f"?alinea={name}#opmerking"}
                    for name, text in paragraphs.items()
                    if name.startswith(f"{one.value}-")
                ],
            }
            for one in fields
        ],
        "wordings": [
            _build_wording(one) for one in _find_wordings(edition, commitment) if commitment or one.field in fields
        ],
        "proposals": [
            _build_proposal(request, edition, commitment, one)
            for one in proposals
            if commitment or one.field in fields
        ],
        "comments": [
            {"by": _name_author(one), "at": one.at, "paragraph": one.paragraph, "text": one.text} for one in comments
        ],
        "form": _hide_closed_form(edition, form, page),
        "comment_form": _hide_closed_form(edition, remark, page),
        "page": page,
    }
    return render(request, "account/draft_action.html", context, status=422 if page.is_sent else 200)


def _hide_closed_form(edition: Edition, form: forms.Form, page: SectionedPage) -> forms.Form | None:
    """No form where nothing can be sent any more; what was typed until then stays on screen."""
    return form if edition.status in OPEN or page.is_sent else None


def _split_paragraphs(edition: Edition, commitment: Commitment | None, fields: Sequence[Field]) -> dict[str, str]:
    """All paragraphs of these texts, each by a name for in the address."""
    found: dict[str, str] = {}
    for field in fields:
        pieces = PARAGRAPH.split(drafts.current_text_of(edition, commitment, field).strip())
        found |= {f"{field.value}-{number}": text for number, text in enumerate(pieces, 1) if text}
    return found


def _find_wordings(edition: Edition, commitment: Commitment | None) -> Iterable[Wording]:
    rows = Wording.objects.filter(edition=edition, commitment=commitment)
    return rows.select_related("organisation", "proposal__organisation")


def _build_wording(one: Wording) -> dict[str, Any]:
    asked = one.proposal
    return {
        "field_label": one.get_field_display(),
        "pieces": _build_pieces(one.before, one.after),
        "by": _name_author(one),
        "at": one.at,
        "asked_by": _name_author(asked) if asked and asked.organisation_id != one.organisation_id else "",
    }


def _submit_form(request: HttpRequest, edition: Edition, commitment: Commitment | None, form: Any) -> bool:
    if not form.is_valid():
        return False
    flow = drafts.submit_proposal if isinstance(form, ProposalForm) else drafts.submit_comment
    try:
        flow(edition, commitment, by=request.user, **form.said)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("Het staat erbij."))
    return True


@never_cache
@login_required
def decide_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner of a text takes over words or declines them; a text that changed meanwhile is shown first."""
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
    request: HttpRequest, edition: Edition, commitment: Commitment | None, one: Proposal
) -> dict[str, Any]:
    may = one.state == State.OPEN and drafts.can_decide_on_text(edition, commitment, by=request.user)
    return {
        "field_label": one.get_field_display(),
        "pieces": _build_pieces(one.base, one.words),
        "why": one.why,
        "by": _name_author(one),
        "at": one.at,
        "state": one.state,
        "state_label": one.get_state_display(),
        "answer": one.answer,
        "decide_url": reverse("draft_decide", args=[one.pk]) if may else "",
    }


def _build_pieces(before: str, after: str) -> list[dict[str, str]]:
    return [{"kind": piece.kind.value, "text": piece.text} for piece in compared(before, after)]


def _name_author(one: Any) -> str:
    return str(one.organisation or _("programmabureau"))
