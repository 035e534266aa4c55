"""The page of an edition, and the differences between two editions, as plain values for templates."""

import datetime as dt
from collections.abc import Collection

from django.urls import reverse

from stedennet.agenda.flows.editions import compute_text_seal
from stedennet.agenda.flows.seals import get_edition_content
from stedennet.agenda.labels import FIELD_LABELS, format_fact
from stedennet.agenda.models import Action, Edition, EditionPdf
from stedennet.agenda.overview import list_overviews
from stedennet.agenda.rules.differences import ActionChange, TextChange, compare_editions
from stedennet.agenda.rules.editions import PUBLIC, Status
from stedennet.core.text import get_localised_text

from . import agenda as agenda_cards


def build_edition_page(edition: Edition, *, day: dt.date) -> dict[str, object]:
    """Return everything that the page of an edition shows; `edition` comes from `with_parties()`."""
    number, known_codes = edition.number, Action.objects.known_codes()
    other_numbers = Edition.objects.alike(edition).public().exclude(pk=edition.pk).values_list("number", flat=True)
    # Only what is sealed has a stored PDF, and what is sealed needs no seal of what was laid before the parties.
    has_pdf = bool(edition.seal) and EditionPdf.objects.filter(edition=edition).exists()
    has_draft_pdf = not edition.seal and edition.status in PUBLIC
    pdf_url = reverse("edition_pdf", args=[number])
    return {
        "edition": agenda_cards.build_edition_card(edition),
        "foreword": get_localised_text(edition, "foreword"),
        "strategy": _build_strategy_link(edition),
        **agenda_cards.build_decisions(edition, edition.parties.all()),
        "actions": [
            {
                **agenda_cards.build_action_card(overview),
                **_build_action_link(overview.name, overview.code, known_codes),
            }
            for overview in list_overviews(edition, today=day)
        ],
        "remarks": [agenda_cards.build_remark_card(remark) for remark in edition.remarks.select_related("action")],
        "remarks_url": reverse("edition_remarks", args=[number]),
        "remark_url": reverse("remark", args=[number]) if edition.status == Status.CONSULTATION else "",
        "seal": edition.seal,
        "laid_seal": compute_text_seal(edition.laid_before) if not edition.seal and edition.laid_before else "",
        "json_url": reverse("edition_json", args=[number]),
        "pdf_url": pdf_url if has_pdf else "",
        "draft_pdf_url": pdf_url if has_draft_pdf else "",
        "compare": [
            {"number": other, "url": reverse("edition_differences", args=[number, other])} for other in other_numbers
        ],
    }


def _build_strategy_link(edition: Edition) -> dict[str, str] | None:
    if edition.strategy is None:
        return None
    return {"title": edition.strategy.name, "url": reverse("strategy", args=[edition.strategy.slug])}


def build_differences_page(old: Edition, new: Edition) -> dict[str, object]:
    """Return what changed from the older edition to the newer one."""
    differences = compare_editions(get_edition_content(old), get_edition_content(new))
    known_codes = Action.objects.known_codes()
    return {
        "old": agenda_cards.build_edition_card(old),
        "new": agenda_cards.build_edition_card(new),
        "texts": [build_text_change(change) for change in differences.texts],
        "added": [
            _build_action_link(action.get("title", ""), action["code"], known_codes) for action in differences.added
        ],
        "dropped": [
            _build_action_link(action.get("title", ""), action["code"], known_codes) for action in differences.dropped
        ],
        "changed": [_build_action_change(change, known_codes) for change in differences.changed],
        "same": len(differences.same),
        "is_empty": differences.is_empty,
    }


def _build_action_link(title: str, code: str, known_codes: Collection[str]) -> dict[str, str]:
    """The code and title of an action, with the address of its page when it has a public one."""
    return {"code": code, "title": title, "url": reverse("action", args=[code]) if code in known_codes else ""}


def build_text_change(change: TextChange) -> dict[str, object]:
    """Return a text with its additions and deletions, for `_pieces.html`."""
    pieces = [{"kind": piece.kind.value, "text": piece.text} for piece in change.pieces]
    return {"label": FIELD_LABELS.get(change.field, change.field), "pieces": pieces}


def _build_action_change(change: ActionChange, known_codes: Collection[str]) -> dict[str, object]:
    return {
        **_build_action_link(change.title, change.code, known_codes),
        "texts": [build_text_change(text) for text in change.texts],
        "facts": [
            {
                "label": FIELD_LABELS.get(fact.field, fact.field),
                "before": format_fact(fact.field, fact.before),
                "after": format_fact(fact.field, fact.after),
            }
            for fact in change.facts
        ],
    }
