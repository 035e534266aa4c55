"""PDFs of sealed editions and progress reports, made once by the worker and stored; and PDFs of drafts, marked as
such."""

import json
import logging
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from typst import TypstError

from stedennet.core import goals
from stedennet.core.clock import now
from stedennet.core.dates import format_day, parse_short_day
from stedennet.core.money import format_amount

from ..labels import FIELD_LABELS, format_fact
from ..models import Approval, Edition, EditionPdf, Party, ProgressReport, ReportPdf
from ..models.commitments import Phase
from ..rules.differences import ActionChange, TextChange, compare_editions
from ..rules.editions import SEALED, are_known_from_sources
from ..rules.indicators import Reading
from ..rules.reports import Move, compare_reports
from ..rules.status import MilestoneState, Status
from ..typesetter import typeset_pdf
from .reports import find_previous_report
from .seals import get_edition_content

logger = logging.getLogger(__name__)
TRANSLATED_FIELDS = ("title", "foreword", "lead", "description")
SealedRecord = TypeVar("SealedRecord", Edition, ProgressReport)


def make_missing_pdfs() -> int:
    """Make the PDF of each sealed edition and report that lacks one; returns how many. A periodic job.

    One that fails does not hold up the others: it is logged, and tried again next time.
    """
    made_count = sum(
        _try_to_make(make_edition_pdf, edition) for edition in Edition.objects.filter(status__in=SEALED, document=None)
    )
    return made_count + sum(
        _try_to_make(make_report_pdf, report) for report in ProgressReport.objects.filter(document=None)
    )


def _try_to_make(make: Callable[[SealedRecord], bool], record: SealedRecord) -> bool:
    try:
        return make(record)
    except TypstError:
        logger.exception("cannot make the PDF of %s", record)
        return False


def make_edition_pdf(edition: Edition) -> bool:
    """Make and store the PDF of a sealed edition (PDF/UA-1, in Dutch); False if it exists already."""
    with translation.override("nl"):
        pdf = typeset_pdf("edition.typ", _build_edition_data(edition), at=edition.adopted_at)
    with transaction.atomic():
        return EditionPdf.objects.get_or_create(edition=edition, defaults={"pdf": pdf, "made_at": now()})[1]


def make_report_pdf(report: ProgressReport) -> bool:
    """Make and store the PDF of a progress report (PDF/UA-1, in Dutch); False if it exists already."""
    with translation.override("nl"):
        pdf = typeset_pdf("report.typ", _build_report_data(report), at=report.made_at)
    with transaction.atomic():
        return ReportPdf.objects.get_or_create(report=report, defaults={"pdf": pdf, "made_at": now()})[1]


def _build_report_data(report: ProgressReport) -> dict[str, object]:
    content, previous = json.loads(report.content), find_previous_report(report)
    changes = compare_reports(json.loads(previous.content), content) if previous else None
    return {
        "content": content,
        "words": {
            "status": {status.value: str(status.label) for status in Status},
            "phase": {phase.value: str(phase.label) for phase in Phase},
            "milestone": {state.value: str(state.label) for state in MilestoneState},
            "reading": {reading.value: str(reading.label) for reading in Reading},
        },
        "made": date_format(localtime(report.made_at), "j F Y"),
        "begins": date_format(report.begins_on, "j F Y"),
        "ends": date_format(report.ends_on, "j F Y"),
        "seal": report.seal,
        "compared": {
            "since": previous.title,
            "moved": [_build_move(move, lambda value: str(Status(value).label)) for move in changes.moved],
            "phases": [_build_move(move, lambda value: str(Phase(value).label)) for move in changes.phases],
            "ends": [_build_move(move, _format_short_day) for move in changes.ends],
            "postponed": [_build_move(move, _format_short_day) for move in changes.postponed],
            "reached": [vars(milestone) for milestone in changes.reached],
            "added": [f"{action['code']} {action['title']}" for action in changes.added],
            "gone": [f"{action['code']} {action['title']}" for action in changes.gone],
        }
        if previous and changes
        else None,
    }


def _format_short_day(text: str) -> str:
    return format_day(*parse_short_day(text))


def _build_move(move: Move, format_value: Callable[[str], str]) -> dict[str, str]:
    return {
        "code": move.code,
        "title": move.title,
        "before": format_value(move.before) if move.before else "–",
        "after": format_value(move.after) if move.after else "–",
    }


def _build_edition_data(edition: Edition) -> dict[str, object]:
    content, is_sealed = get_edition_content(edition), bool(edition.sealed)
    if not is_sealed:
        content = _localise_budgets(edition, content)
    status = {"number": edition.number, "status": edition.get_status_display()}
    if is_sealed:
        status["day"] = date_format(localtime(edition.adopted_at), "j F Y")
    return {
        "content": _localise_texts({**content, "actions": [_format_action(action) for action in content["actions"]]}),
        "lang": get_language() or "nl",
        "words": _build_labels(edition.number),
        "mark": _build_mark(edition, is_sealed=is_sealed),
        "standing": (
            _("Editie %(number)s, vastgesteld op %(day)s") if is_sealed else _("Editie %(number)s, %(status)s")
        )
        % status,
        "seal": edition.seal if is_sealed else "",
        "goals": {
            action["code"]: "; ".join(goal["label"] for goal in goals.describe_goals(action["sdgs"]))
            for action in content["actions"]
        },
        **_build_decisions(edition),
        "differences": _build_differences(edition, content),
    }


def _build_mark(edition: Edition, *, is_sealed: bool) -> str:
    """The words at the top of each page: a copy of an example or of a draft is no agreement."""
    marks = [str(_("voorbeeld"))] if edition.is_example else []
    return ", ".join(marks if is_sealed else [*marks, str(_("concept"))])


def make_draft_pdf(edition: Edition) -> bytes:
    """The PDF of an edition that is not sealed yet, in the reader's language and marked as a draft on each page.

    It is not stored, because the text may still change until the edition is adopted; the latest ones are cached.
    """
    return _typeset_draft(json.dumps(_build_edition_data(edition), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=8)
def _typeset_draft(data: str) -> bytes:
    return typeset_pdf("edition.typ", json.loads(data), at=now())


def _localise_budgets(edition: Edition, content: dict[str, Any]) -> dict[str, Any]:
    """The content with its costs formatted for the reader's language: the sealed form has them in Dutch."""
    rows = edition.commitments.select_related("action")
    budgets = {commitment.action.code: commitment.budget for commitment in rows}
    actions = [{**action, "budget": budgets.get(action["code"], action["budget"])} for action in content["actions"]]
    return {**content, "actions": actions}


def _localise_texts(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its English texts, where the reader reads English and they exist."""
    if not (get_language() or "nl").startswith("en"):
        return content
    english = {name: content.get(f"{name}_en") or content[name] for name in TRANSLATED_FIELDS if name in content}
    actions = [_localise_texts(action) for action in content["actions"]] if "actions" in content else None
    return {**content, **english, **({"actions": actions} if actions is not None else {})}


def _build_labels(number: int) -> dict[str, str]:
    return {
        "edition": _("editie"),
        "strategy": _("Hoort bij"),
        "fact": _("Gegeven"),
        "value": _("Waarde"),
        "parties": _("Partijen en hun besluit"),
        "party": _("Partij"),
        "decision": _("Besluit"),
        "actions": _("Acties"),
        "part_of": _("Onderdeel van"),
        "responsible": _("Verantwoordelijk"),
        "partners": _("Partners"),
        "other_partners": _("Andere partners"),
        "themes": _("Thema's"),
        "begins": _("Begint"),
        "ends": _("Klaar"),
        "schedule": _("Planning"),
        "milestones": _("Mijlpalen"),
        "budget": _("Kosten"),
        "budget_source": _("Waar het geld vandaan komt"),
        "amounts": _("Kosten per jaar"),
        "goals": _("Duurzame ontwikkelingsdoelen"),
        "depends_on": _("Hangt af van"),
        "source": _("Bron"),
        "changed": _("Wat er veranderde sinds editie"),
        "how_changed": _("Wat erbij kwam is onderstreept, wat verdween is doorgestreept."),
        "added": _("Nieuwe acties"),
        "dropped": _("Acties die eruit gingen"),
        "what": _("Wat"),
        "was": _("Was"),
        "became": _("Werd"),
        "seal": _("Zegel"),
        "sealed": _("Deze editie is verzegeld. Het bestand editie-%(number)s.json heeft deze SHA-256:")
        % {"number": number},
        "check": _("Reken het na met:"),
    }


def _format_action(action: dict[str, Any]) -> dict[str, Any]:
    """The action with its dates in words, and all its responsible parties together, the first one first."""
    words = {field: format_fact(field, action[field]) for field in ("begins", "ends")}
    milestones = [
        f"{milestone['title']} ({_format_short_day(milestone['due'])})" if milestone["due"] else milestone["title"]
        for milestone in action.get("milestones", [])
    ]
    others = [partner["organisation"] for partner in action["partners"] if partner.get("responsible")]
    return {
        **action,
        **words,
        "responsible": ", ".join([action["responsible"], *others]),
        "partners": [partner for partner in action["partners"] if not partner.get("responsible")],
        "milestones": milestones,
        "amounts": _format_amounts(action.get("amounts", [])),
    }


def _format_amounts(amounts: list[dict[str, str]]) -> list[str]:
    """Each planned amount of a sealed action, and their sum when there are several."""
    words = [f"{row['year']}: {format_amount(Decimal(row['euros']))} ({row['payer']})" for row in amounts]
    total = sum((Decimal(row["euros"]) for row in amounts), Decimal(0))
    return [*words, _("samen %(amount)s") % {"amount": format_amount(total)}] if len(amounts) > 1 else words


def _build_decisions(edition: Edition) -> dict[str, object]:
    """Each party with its decision, and a sentence when they were taken over from sources."""
    parties = list(edition.parties.select_related("organisation").prefetch_related("approvals"))
    standing = [approval for party in parties if (approval := _find_standing(party))]
    from_sources = are_known_from_sources([approval.way for approval in standing])
    numbers = {"n": len(standing), "all": sum(party.is_signatory for party in parties)}
    sentence = _("Van %(n)s van de %(all)s partijen is het besluit bekend, uit bronnen.")
    missing = _("niet bekend") if from_sources else _("geen besluit")
    return {
        "known": sentence % numbers if from_sources else "",
        "parties": [
            {"organisation": party.organisation.name, "decision": _format_approval(party, missing=str(missing))}
            for party in parties
        ],
    }


def _find_standing(party: Party) -> Approval | None:
    return next((approval for approval in party.approvals.all() if approval.withdrawn_at is None), None)


def _format_approval(party: Party, *, missing: str) -> str:
    approval = _find_standing(party)
    if approval is None:
        return missing if party.is_signatory else str(_("ondertekent niet"))
    words = f": {approval.words}" if approval.words else ""
    day = date_format(localtime(approval.decided_at), "j F Y")
    mandate = ", ".join(filter(None, [approval.mandate_body, format_day(approval.mandate_on)]))
    on_behalf = " " + _("(besluit van %(mandate)s)") % {"mandate": mandate} if mandate else ""
    return f"{approval.get_decision_display()}, {day}, {approval.signed_by}{on_behalf}{words}"


def _build_differences(edition: Edition, content: Mapping[str, object]) -> dict[str, object] | None:
    sealed = Edition.objects.alike(edition).filter(status__in=SEALED, number__lt=edition.number)
    previous = sealed.order_by("-number").first()
    if previous is None:
        return None
    differences = compare_editions(json.loads(previous.sealed), content)
    return {
        "since": previous.number,
        "added": [f"{action['code']} {action.get('title', '')}" for action in differences.added],
        "dropped": [f"{action['code']} {action.get('title', '')}" for action in differences.dropped],
        "texts": [_build_text_change(change) for change in differences.texts],
        "changed": [_build_action_change(change) for change in differences.changed],
    }


def _build_text_change(change: TextChange) -> dict[str, object]:
    pieces = [{"kind": piece.kind.value, "text": piece.text} for piece in change.pieces]
    return {"label": str(FIELD_LABELS.get(change.field, change.field)), "pieces": pieces}


def _build_action_change(change: ActionChange) -> dict[str, object]:
    return {
        "title": f"{change.code} {change.title}",
        "texts": [_build_text_change(text) for text in change.texts],
        "facts": [
            {
                "label": str(FIELD_LABELS.get(fact.field, fact.field)),
                "before": format_fact(fact.field, fact.before),
                "after": format_fact(fact.field, fact.after),
            }
            for fact in change.facts
        ],
    }
