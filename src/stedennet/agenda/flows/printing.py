"""The PDF of a sealed edition: made once by the worker, and kept."""

import json
import re
from pathlib import Path
from typing import Any

import typst
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from stedennet.core.clock import now

from ..models import Edition, EditionPdf
from ..rules.differences import ActionChange, TextChange, between
from ..rules.editions import SEALED
from ..words import FIELDS

# PDF/UA wants every character to be readable; Typst's own fonts know Latin, Greek and Cyrillic. What they cannot show
# becomes a question mark on paper; the sealed JSON has it as it was written.
CANNOT_SHOW = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
LAST_LATIN = "\u024f"
MOST_ATTEMPTS = 20
TEMPLATE = Path(__file__).parent.parent / "print" / "edition.typ"


def print_missing() -> int:
    """Make the PDF of each sealed edition that has none; returns how many. The worker's chore."""
    return sum(make_pdf(one) for one in Edition.objects.filter(status__in=SEALED, document=None))


def make_pdf(edition: Edition) -> bool:
    """Make and keep the PDF of a sealed edition (PDF/UA-1, in Dutch); False when it is there already."""
    with translation.override("nl"):
        pdf = _typeset(_data(edition), edition)
    with transaction.atomic():
        return EditionPdf.objects.get_or_create(edition=edition, defaults={"pdf": pdf, "made_at": now()})[1]


def _typeset(data: dict[str, Any], edition: Edition) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    for _attempt in range(MOST_ATTEMPTS):
        try:
            return _compile(text, edition)
        except typst.TypstError as error:
            unknown = CANNOT_SHOW.search(str(error))
            strange = {one for one in unknown[1] if one > LAST_LATIN} if unknown else set()
            if not strange:
                raise
            text = text.translate(dict.fromkeys(map(ord, strange), "?"))
    return _compile("".join(one if one <= LAST_LATIN else "?" for one in text), edition)


def _compile(text: str, edition: Edition) -> bytes:
    made = typst.compile(
        str(TEMPLATE),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"data": text},
        timestamp=int(edition.adopted_at.timestamp()) if edition.adopted_at else None,
    )
    return bytes(made)


def _data(edition: Edition) -> dict[str, Any]:
    content = json.loads(edition.sealed)
    return {
        "content": content,
        "adopted": date_format(localtime(edition.adopted_at), "j F Y"),
        "seal": edition.seal,
        "parties": [
            {"organisation": one.organisation.name, "decision": _decision(one)}
            for one in edition.parties.select_related("organisation").prefetch_related("approvals")
        ],
        "differences": _differences(edition, content),
    }


def _decision(party: Any) -> str:
    standing = next((one for one in party.approvals.all() if one.withdrawn_at is None), None)
    if standing is None:
        return "geen besluit" if party.is_signatory else "ondertekent niet"
    words = f": {standing.words}" if standing.words else ""
    day = date_format(localtime(standing.decided_at), "j F Y")
    return f"{standing.get_decision_display()}, {day}, {standing.signed_by}{words}"


def _differences(edition: Edition, content: dict[str, Any]) -> dict[str, Any] | None:
    sealed = Edition.objects.filter(status__in=SEALED, number__lt=edition.number)
    before = sealed.order_by("-number").first()
    if before is None:
        return None
    found = between(json.loads(before.sealed), content)
    return {
        "since": before.number,
        "added": [f"{one['code']} {one.get('title', '')}" for one in found.added],
        "dropped": [f"{one['code']} {one.get('title', '')}" for one in found.dropped],
        "texts": [_text(one) for one in found.texts],
        "changed": [_changed(one) for one in found.changed],
    }


def _text(change: TextChange) -> dict[str, Any]:
    pieces = [{"kind": one.kind.value, "text": one.text} for one in change.pieces]
    return {"label": str(FIELDS.get(change.field, change.field)), "pieces": pieces}


def _changed(change: ActionChange) -> dict[str, Any]:
    return {
        "title": f"{change.code} {change.title}",
        "texts": [_text(one) for one in change.texts],
        "facts": [
            {"label": str(FIELDS.get(one.field, one.field)), "before": one.before, "after": one.after}
            for one in change.facts
        ],
    }
