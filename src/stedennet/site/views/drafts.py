"""Drafting an edition together: for the programme office and the representatives of its parties, signed in.

Once the edition is laid before the parties, the same pages are a read-only record of proposals and authors.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stedennet.agenda.flows import drafts
from stedennet.agenda.models import Commitment, Edition, Proposal
from stedennet.agenda.rules.drafts import Field
from stedennet.agenda.rules.editions import OPEN
from stedennet.core.refusals import REPRESENTATIVE_ROLE, attempt, refuse, refuse_page
from stedennet.sections.page import SectionedPage

from ..cards import drafts as draft_cards
from ..forms.drafts import CommentForm, DecisionForm, NewActionForm, ProposalForm

LONGEST_QUOTE = 300
"""How many characters of the paragraph a comment quotes."""


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
        with attempt(form):
            drafts.submit_proposal(edition, None, by=request.user, field=Field.ACTION, **form.said)
            messages.success(request, _("Uw voorstel staat erbij."))
            return redirect("draft", number=number)
    context = {
        **draft_cards.build_draft(edition, by=request.user),
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
    fields = draft_cards.list_text_fields(commitment)
    page = SectionedPage(request)
    parties = drafts.list_own_parties(edition, by=request.user)
    form = page.add("voorstel", ProposalForm, fields=fields, parties=parties)
    paragraphs = draft_cards.split_paragraphs(edition, commitment, fields)
    quote = paragraphs.get(request.GET.get("alinea", ""), "")[:LONGEST_QUOTE]
    comment_form = page.add("opmerking", CommentForm, parties=parties, initial={"paragraph": quote})
    pressed = page.forms.get(page.pressed)
    if page.is_sent and pressed and _submit_form(request, edition, commitment, pressed):
        return page.done(request.path)
    context = {
        **draft_cards.build_draft_texts(edition, commitment, paragraphs, by=request.user),
        "form": _hide_closed_form(edition, form, page),
        "comment_form": _hide_closed_form(edition, comment_form, page),
        "page": page,
    }
    return render(request, "account/draft_action.html", context, status=422 if page.is_sent else 200)


def _hide_closed_form(edition: Edition, form: forms.Form, page: SectionedPage) -> forms.Form | None:
    """No form once drafting has closed, unless one was just sent: then what was typed stays on screen."""
    return form if edition.status in OPEN or page.is_sent else None


def _submit_form(request: HttpRequest, edition: Edition, commitment: Commitment | None, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    with attempt(form) as tried:
        if isinstance(form, ProposalForm):
            drafts.submit_proposal(edition, commitment, by=request.user, **form.said)
        elif isinstance(form, CommentForm):
            drafts.submit_comment(edition, commitment, by=request.user, **form.said)
        messages.success(request, _("Het staat erbij."))
    return not tried.error


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
    back = draft_cards.build_page_url(proposal)
    if request.method == "POST":
        status = 422
        if _record_decision(request, proposal, form):
            return redirect(back)
    context = {
        "proposal": draft_cards.build_proposal_card(proposal, edition, commitment, by=request.user),
        "changed_meanwhile": draft_cards.build_pieces(proposal.base, current) if current != proposal.base else [],
        "form": form,
        "seen": drafts.compute_text_mark(current),
        "drops_english": bool(getattr(commitment or edition, f"{proposal.field}_en", "")),
        "back": back,
    }
    return render(request, "account/draft_decide.html", context, status=status)


def _record_decision(request: HttpRequest, proposal: Proposal, form: DecisionForm) -> bool:
    with attempt() as tried:
        if request.POST.get("wat") == "niet":
            drafts.decline_proposal(proposal, by=request.user, reason=request.POST.get("answer", ""))
        elif form.is_valid():
            data = form.cleaned_data
            drafts.accept_proposal(
                proposal, by=request.user, words=data["words"], seen=data["seen"], code=data.get("code", "")
            )
        else:
            return False
    if tried.error:
        form.is_valid()
        refuse(form, tried.error)
        return False
    messages.success(request, _("Vastgelegd."))
    return True
