"""The PDFs of sealed editions and of progress reports, each made once by the worker and kept; and drafts, marked."""

import json
import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any

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

from ..labels import FIELD_LABELS, format_fact
from ..models import Edition, EditionPdf, ProgressReport, ReportPdf
from ..models.commitments import Phase
from ..rules.differences import ActionChange, TextChange, compare_editions
from ..rules.editions import SEALED
from ..rules.indicators import Reading
from ..rules.reports import Move, compare_reports
from ..rules.status import MilestoneState, Status
from ..typesetter import typeset_pdf
from .reports import find_previous_report
from .seals import get_edition_content

logger = logging.getLogger(__name__)
TRANSLATED_FIELDS = ("title", "foreword", "lead", "description")


def make_missing_pdfs() -> int:
    """Make the PDF of each sealed edition and report that has none; returns how many. The worker's chore.

    One that cannot be made keeps nobody else waiting: it is written down, and tried again next time.
    """
    made = sum(_try_to_make(make_edition_pdf, one) for one in Edition.objects.filter(status__in=SEALED, document=None))
    return made + sum(_try_to_make(make_report_pdf, one) for one in ProgressReport.objects.filter(document=None))


def _try_to_make(make: Callable[[Any], bool], one: Any) -> bool:
    try:
        return make(one)
    except TypstError:
        logger.exception("the PDF of %s cannot be made", one)
        return False


def make_edition_pdf(edition: Edition) -> bool:
    """Make and keep the PDF of a sealed edition (PDF/UA-1, in Dutch); False when it is there already."""
    with translation.override("nl"):
        pdf = typeset_pdf("edition.typ", _build_edition_data(edition), at=edition.adopted_at)
    with transaction.atomic():
        return EditionPdf.objects.get_or_create(edition=edition, defaults={"pdf": pdf, "made_at": now()})[1]


def make_report_pdf(report: ProgressReport) -> bool:
    """Make and keep the PDF of a progress report (PDF/UA-1, in Dutch); False when it is there already."""
    with translation.override("nl"):
        pdf = typeset_pdf("report.typ", _build_report_data(report), at=report.made_at)
    with transaction.atomic():
        return ReportPdf.objects.get_or_create(report=report, defaults={"pdf": pdf, "made_at": now()})[1]


def _build_report_data(report: ProgressReport) -> dict[str, Any]:
    content, before = json.loads(report.content), find_previous_report(report)
    found = compare_reports(json.loads(before.content), content) if before else None
    return {
        "content": content,
        "words": {
            "status": {one.value: str(one.label) for one in Status},
            "phase": {one.value: str(one.label) for one in Phase},
            "milestone": {one.value: str(one.label) for one in MilestoneState},
            "reading": {one.value: str(one.label) for one in Reading},
        },
        "made": date_format(localtime(report.made_at), "j F Y"),
        "begins": date_format(report.begins_on, "j F Y"),
        "ends": date_format(report.ends_on, "j F Y"),
        "seal": report.seal,
        "compared": {
            "since": before.title,
            "moved": [_build_move(one, lambda value: str(Status(value).label)) for one in found.moved],
            "phases": [_build_move(one, lambda value: str(Phase(value).label)) for one in found.phases],
            "ends": [_build_move(one, lambda value: format_day(*parse_short_day(value))) for one in found.ends],
            "postponed": [
                _build_move(one, lambda value: format_day(*parse_short_day(value))) for one in found.postponed
            ],
            "reached": [vars(one) for one in found.reached],
            "added": [f"{one['code']} {one['title']}" for one in found.added],
            "gone": [f"{one['code']} {one['title']}" for one in found.gone],
        }
        if before and found
        else None,
    }


def _build_move(one: Move, in_words: Callable[[str], str]) -> dict[str, str]:
    return {
        "code": one.code,
        "title": one.title,
        "before": in_words(one.before) if one.before else "–",
        "after": in_words(one.after) if one.after else "–",
    }


def _build_edition_data(edition: Edition) -> dict[str, Any]:
    content, is_sealed = get_edition_content(edition), bool(edition.sealed)
    if not is_sealed:
        content = _localise_budgets(edition, content)
    standing = {"number": edition.number, "status": edition.get_status_display()}
    if is_sealed:
        standing["day"] = date_format(localtime(edition.adopted_at), "j F Y")
    return {
        "content": _localise_texts({**content, "actions": [_format_action_dates(one) for one in content["actions"]]}),
        "lang": get_language() or "nl",
        "words": _build_labels(edition.number),
        "mark": "" if is_sealed else str(_("concept")),
        "standing": (
            _("Editie %(number)s, vastgesteld op %(day)s") if is_sealed else _("Editie %(number)s, %(status)s")
        )
        % standing,
        "seal": edition.seal if is_sealed else "",
        "goals": {
            one["code"]: "; ".join(goal["label"] for goal in goals.describe_goals(one["sdgs"]))
            for one in content["actions"]
        },
        "parties": [
            {"organisation": one.organisation.name, "decision": _format_approval(one)}
            for one in edition.parties.select_related("organisation").prefetch_related("approvals")
        ],
        "differences": _build_differences(edition, content),
    }


def make_draft_pdf(edition: Edition) -> bytes:
    """The PDF of an edition that has no seal yet, as it reads now in the reader's language; marked on each page.

    It is not kept: until the edition is adopted its words may change. The same words are typeset once in a while.
    """
    return _typeset_draft(json.dumps(_build_edition_data(edition), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=8)
def _typeset_draft(data: str) -> bytes:
    return typeset_pdf("edition.typ", json.loads(data), at=now())


def _localise_budgets(edition: Edition, content: dict[str, Any]) -> dict[str, Any]:
    """The costs as the reader's language writes them: what is sealed has them in Dutch."""
    budgets = {one.action.code: one.budget for one in edition.commitments.select_related("action")}
    actions = [{**one, "budget": budgets.get(one["code"], one["budget"])} for one in content["actions"]]
    return {**content, "actions": actions}


def _localise_texts(thing: dict[str, Any]) -> dict[str, Any]:
    """The English words where the reader reads English and they were written."""
    if not (get_language() or "nl").startswith("en"):
        return thing
    english = {name: thing.get(f"{name}_en") or thing[name] for name in TRANSLATED_FIELDS if name in thing}
    actions = [_localise_texts(one) for one in thing["actions"]] if "actions" in thing else None
    return {**thing, **english, **({"actions": actions} if actions is not None else {})}


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


def _format_action_dates(action: dict[str, Any]) -> dict[str, Any]:
    """An action with its days in words."""
    words = {field: format_fact(field, action[field]) for field in ("begins", "ends")}
    milestones = [
        f"{one['title']} ({format_day(*parse_short_day(one['due']))})" if one["due"] else one["title"]
        for one in action.get("milestones", [])
    ]
    return {**action, **words, "milestones": milestones}


def _format_approval(party: Any) -> str:
    standing = next((one for one in party.approvals.all() if one.withdrawn_at is None), None)
    if standing is None:
        return str(_("geen besluit") if party.is_signatory else _("ondertekent niet"))
    words = f": {standing.words}" if standing.words else ""
    day = date_format(localtime(standing.decided_at), "j F Y")
    mandate = ", ".join(filter(None, [standing.mandate_body, format_day(standing.mandate_on)]))
    on_behalf = " " + _("(besluit van %(mandate)s)") % {"mandate": mandate} if mandate else ""
    return f"{standing.get_decision_display()}, {day}, {standing.signed_by}{on_behalf}{words}"


def _build_differences(edition: Edition, content: dict[str, Any]) -> dict[str, Any] | None:
    sealed = Edition.objects.filter(status__in=SEALED, number__lt=edition.number)
    before = sealed.order_by("-number").first()
    if before is None:
        return None
    found = compare_editions(json.loads(before.sealed), content)
    return {
        "since": before.number,
        "added": [f"{one['code']} {one.get('title', '')}" for one in found.added],
        "dropped": [f"{one['code']} {one.get('title', '')}" for one in found.dropped],
        "texts": [_build_text_change(one) for one in found.texts],
        "changed": [_build_action_change(one) for one in found.changed],
    }


def _build_text_change(change: TextChange) -> dict[str, Any]:
    pieces = [{"kind": one.kind.value, "text": one.text} for one in change.pieces]
    return {"label": str(FIELD_LABELS.get(change.field, change.field)), "pieces": pieces}


def _build_action_change(change: ActionChange) -> dict[str, Any]:
    return {
        "title": f"{change.code} {change.title}",
        "texts": [_build_text_change(one) for one in change.texts],
        "facts": [
            {
                "label": str(FIELD_LABELS.get(one.field, one.field)),
                "before": format_fact(one.field, one.before),
                "after": format_fact(one.field, one.after),
            }
            for one in change.facts
        ],
    }
