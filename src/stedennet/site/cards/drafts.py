"""The drafting of an edition as plain values, for templates: texts, proposals, comments and former wordings."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows import drafts
from stedennet.agenda.models import Comment, Commitment, Edition, Proposal, Wording
from stedennet.agenda.rules.differences import compare_words
from stedennet.agenda.rules.drafts import ACTION_FIELDS, Field, State
from stedennet.agenda.rules.editions import OPEN
from stedennet.core.access import Actor

PARAGRAPH = re.compile(r"\n\s*\n")


def list_drafts(user: Actor) -> list[dict[str, object]]:
    """List the editions whose drafting this person may read: those in progress and those with a record of it."""
    return [
        {
            "title": edition.name,
            "number": edition.number,
            "is_open": edition.status in OPEN,
            "url": reverse("draft", args=[edition.number]),
        }
        for edition in Edition.objects.with_drafting()
        if drafts.can_read_draft(edition, by=user)
    ]


def build_draft(edition: Edition, *, by: Actor) -> dict[str, object]:
    """Return the actions of a draft with the number of open proposals, and the proposals of a new action."""
    proposals = list(Proposal.objects.filter(edition=edition).select_related("organisation"))
    open_keys = [proposal.commitment_id for proposal in proposals if proposal.state == State.OPEN]
    return {
        "edition": {"number": edition.number, "title": edition.name, "status_label": edition.get_status_display()},
        "is_open": edition.status in OPEN,
        "actions": [
            {
                "code": commitment.action.code,
                "title": commitment.name,
                "url": reverse("draft_action", args=[edition.number, commitment.action.code]),
                "open": open_keys.count(commitment.pk),
            }
            for commitment in Commitment.objects.in_edition(edition).select_related("action")
        ],
        "foreword_url": reverse("draft_foreword", args=[edition.number]),
        "foreword_open": sum(
            proposal.field == Field.FOREWORD and proposal.state == State.OPEN for proposal in proposals
        ),
        "proposals": [
            build_proposal_card(proposal, edition, None, by=by)
            for proposal in proposals
            if proposal.field == Field.ACTION
        ],
    }


def list_text_fields(commitment: Commitment | None) -> Sequence[Field]:
    """The texts that people draft together: those of an action, or else the foreword."""
    return ACTION_FIELDS if commitment else (Field.FOREWORD,)


def build_draft_texts(
    edition: Edition, commitment: Commitment | None, paragraphs: Mapping[str, str], *, by: Actor
) -> dict[str, object]:
    """Return the texts of an action, or the foreword, with wordings, proposals and comments.

    `paragraphs` come from `split_paragraphs()`.
    """
    fields = list_text_fields(commitment)
    proposals = Proposal.objects.filter(edition=edition, commitment=commitment).select_related("organisation")
    comments = Comment.objects.filter(edition=edition, commitment=commitment).select_related("organisation")
    return {
        "edition": {"number": edition.number, "title": edition.name, "url": reverse("draft", args=[edition.number])},
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
            build_proposal_card(proposal, edition, commitment, by=by)
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
    }


def split_paragraphs(edition: Edition, commitment: Commitment | None, fields: Sequence[Field]) -> dict[str, str]:
    """Return the paragraphs of these texts, each under the name that `?alinea=` takes."""
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
        "pieces": build_pieces(wording.before, wording.after),
        "by": _name_author(wording),
        "at": wording.at,
        "asked_by": _name_author(proposal) if proposal and proposal.organisation_id != wording.organisation_id else "",
    }


def build_proposal_card(
    proposal: Proposal, edition: Edition, commitment: Commitment | None, *, by: Actor
) -> dict[str, object]:
    """Return a proposal with what it changes, and the page to decide on it when `by` may."""
    may_decide = proposal.state == State.OPEN and drafts.can_decide_on_text(edition, commitment, by=by)
    return {
        "field_label": proposal.get_field_display(),
        "pieces": build_pieces(proposal.base, proposal.words),
        "why": proposal.why,
        "by": _name_author(proposal),
        "at": proposal.at,
        "state": proposal.state,
        "state_label": proposal.get_state_display(),
        "answer": proposal.answer,
        "decide_url": reverse("draft_decide", args=[proposal.pk]) if may_decide else "",
    }


def build_pieces(before: str, after: str) -> list[dict[str, str]]:
    """Return the words that were kept, removed and added."""
    return [{"kind": piece.kind.value, "text": piece.text} for piece in compare_words(before, after)]


def _name_author(contribution: Proposal | Comment | Wording) -> str:
    return str(contribution.organisation or _("programmabureau"))


def build_page_url(proposal: Proposal) -> str:
    """Return the address of the page on which the proposal stands."""
    number = proposal.edition.number
    if proposal.commitment:
        return reverse("draft_action", args=[number, proposal.commitment.action.code])
    return reverse("draft_foreword" if proposal.field == Field.FOREWORD else "draft", args=[number])
