"""Editions of the agenda: their content, who decided what, what changed between two, and deciding by a secret link."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.flows import consulting
from stedennet.agenda.flows.drafting import can_read_draft
from stedennet.agenda.flows.editions import seal_of_text
from stedennet.agenda.flows.printing import draft_pdf
from stedennet.agenda.flows.sealing import content_of, sealed_or_now
from stedennet.agenda.models import Action, Commitment, Edition, EditionPdf
from stedennet.agenda.overview import overview
from stedennet.agenda.rules.differences import ActionChange, TextChange, between
from stedennet.agenda.rules.editions import AGREES, PUBLIC, Status, needed
from stedennet.agenda.rules.seal import canonical
from stedennet.agenda.words import FIELDS, fact_in_words
from stedennet.changes.dating import newest_change_first
from stedennet.core.clock import today
from stedennet.core.text import in_language
from stedennet.intake.models import Submission

from .. import agenda_cards, feeds
from ..feeds import contents
from ..forms.agenda import RemarkForm
from ..forms.public import person_of
from ..limits import too_fast
from ..sending import answer

DRAFTS_A_MINUTE = 6
"""PDFs of drafts that one reader may ask for in a minute: each is typeset on the spot."""


def edition_list(request: HttpRequest) -> HttpResponse:
    """All public editions, the newest first."""
    editions = [agenda_cards.edition(one) for one in Edition.objects.public()]
    return render(request, "site/agenda/editions.html", {"editions": editions, "feed_url": reverse("edition_feed")})


def edition_feed(request: HttpRequest) -> HttpResponseBase:
    """The editions as a feed, what changed last first."""
    rows = newest_change_first(Edition.objects.public())
    return feeds.answer(request, _("Edities van de agenda"), reverse("edition_list"), rows, contents.editions)


def _readable(number: int) -> Edition:
    return get_object_or_404(Edition.objects.readable().with_parties(), number=number)


def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One edition: foreword, parties and their decisions, actions, seal."""
    one, day, known = _readable(number), today(), Action.objects.known_codes()
    parties = [agenda_cards.party(row) for row in one.parties.all()]
    deciding = [row for row in parties if row["is_signatory"]]
    agree = sum(bool(row["decision"]) and row["decision"]["value"] in AGREES for row in deciding)
    others = Edition.objects.public().exclude(pk=one.pk).values_list("number", flat=True)
    context = {
        "edition": agenda_cards.edition(one),
        "foreword": in_language(one, "foreword"),
        "strategy": _strategy(one),
        "parties": parties,
        "shows_decisions": one.frozen_at is not None,
        "agree": agree,
        "needed": needed(signatories=len(deciding), quorum=one.quorum),
        "deciding": len(deciding),
        "actions": [
            {**agenda_cards.action(row), **_named(row.name, row.code, known)} for row in overview(one, today=day)
        ],
        "remarks": [agenda_cards.remark(row) for row in one.remarks.select_related("action")],
        "remarks_url": reverse("edition_remarks", args=[number]),
        "remark_url": reverse("remark", args=[number]) if one.status == Status.CONSULTATION else "",
        "seal": one.seal,
        "laid_seal": seal_of_text(one.laid_before) if one.laid_before and not one.seal else "",
        "json_url": reverse("edition_json", args=[number]),
        "pdf_url": reverse("edition_pdf", args=[number]) if EditionPdf.objects.filter(edition=one).exists() else "",
        "draft_pdf_url": "" if one.sealed or one.status not in PUBLIC else reverse("edition_pdf", args=[number]),
        "compare": [
            {"number": other, "url": reverse("edition_differences", args=[number, other])} for other in others
        ],
    }
    return render(request, "site/agenda/edition.html", context)


def _strategy(one: Edition) -> dict[str, str] | None:
    if one.strategy is None:
        return None
    return {"title": one.strategy.name, "url": reverse("strategy", args=[one.strategy.slug])}


def remark(request: HttpRequest, number: int) -> HttpResponse:
    """The form to say something about an edition in consultation."""
    one = _readable(number)
    if not consulting.can_remark(one, by=request.user):
        return render(request, "site/agenda/closed.html", {"edition": agenda_cards.edition(one)}, status=410)
    rows = Commitment.objects.in_edition(one).select_related("action")
    form = RemarkForm(
        request.POST or None, person=person_of(request), actions=[(row.action.code, str(row)) for row in rows]
    )

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in ("name", "email", "organisation", "text", "code")}
        language = (get_language() or "nl")[:2]
        page = f"{reverse('edition', args=[number])}#opmerkingen"
        return consulting.remark(
            one,
            by=request.user,
            language=language,
            once=form.occasion,
            page=page,
            behalf_of=form.behalf_of,
            **data,
        )

    return answer(
        request,
        form,
        send,
        what="remark",
        thanks=reverse("remark_sent", args=[number]),
        template="site/agenda/remark.html",
        context={"edition": agenda_cards.edition(one)},
    )


def remarks(request: HttpRequest, number: int) -> HttpResponse:
    """The report of the consultation: each remark with its answer, per action."""
    one = _readable(number)
    rows = [
        agenda_cards.remark(row) for row in one.remarks.select_related("action").order_by("action__code", "placed_at")
    ]
    context = {
        "edition": agenda_cards.edition(one),
        "remarks": rows,
        "answered": sum(bool(row["answer"]) for row in rows),
        "feed_url": reverse("edition_remark_feed", args=[number]),
    }
    return render(request, "site/agenda/remarks.html", context)


def remark_feed(request: HttpRequest, number: int) -> HttpResponseBase:
    """The remarks on an edition as a feed, what was placed or answered last first."""
    one = _readable(number)
    title = _("Opmerkingen bij editie %(number)s") % {"number": number}
    rows = one.remarks.select_related("action", "edition").newest_first()
    return feeds.answer(request, title, reverse("edition_remarks", args=[number]), rows, contents.remarks)


def remark_sent(request: HttpRequest, number: int) -> HttpResponse:
    """Look in your mail."""
    context = {"edition": agenda_cards.edition(_readable(number)), "signed_in": request.user.is_authenticated}
    return render(request, "site/agenda/remark_sent.html", context)


def edition_json(request: HttpRequest, number: int) -> HttpResponse:
    """The content as JSON; of an edition that was laid before the parties the very bytes that the seal is put on."""
    one = _readable(number)
    text = one.sealed or one.laid_before
    body = text.encode() if text else canonical(content_of(one))
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}.json"'
    return response


def edition_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF of a sealed edition, once the worker has made it; of one that is not sealed yet a marked draft."""
    document = EditionPdf.objects.filter(edition__number=number).first()
    if document is None:
        return _draft_pdf(request, number)
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}.pdf"'
    return response


def _draft_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """For whoever may read the edition: everybody once it is open to remarks, before that who drafts it."""
    one = get_object_or_404(Edition, number=number)
    is_public = Edition.objects.public().filter(pk=one.pk).exists()
    if one.sealed or not (is_public or can_read_draft(one, by=request.user)):
        raise Http404
    if too_fast(request, "draft pdf", most=DRAFTS_A_MINUTE):
        return render(request, "429.html", status=429)
    response = HttpResponse(draft_pdf(one), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}-concept.pdf"'
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def differences(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """What changed between two editions, from the older to the newer."""
    if number == other:
        raise Http404
    old, new = (_readable(one) for one in sorted((number, other)))
    found, known = between(sealed_or_now(old), sealed_or_now(new)), Action.objects.known_codes()
    context = {
        "old": agenda_cards.edition(old),
        "new": agenda_cards.edition(new),
        "texts": [_text(one) for one in found.texts],
        "added": [_named(one.get("title", ""), one["code"], known) for one in found.added],
        "dropped": [_named(one.get("title", ""), one["code"], known) for one in found.dropped],
        "changed": [_changed(one, known) for one in found.changed],
        "same": len(found.same),
        "is_empty": found.is_empty,
    }
    return render(request, "site/agenda/differences.html", context)


def _named(title: str, code: str, known: Collection[str]) -> dict[str, str]:
    """An action by name, with its page when readers know it."""
    return {"code": code, "title": title, "url": reverse("action", args=[code]) if code in known else ""}


def _text(one: TextChange) -> dict[str, Any]:
    pieces = [{"kind": piece.kind.value, "text": piece.text} for piece in one.pieces]
    return {"label": FIELDS.get(one.field, one.field), "pieces": pieces}


def _changed(one: ActionChange, known: Collection[str]) -> dict[str, Any]:
    return {
        **_named(one.title, one.code, known),
        "texts": [_text(text) for text in one.texts],
        "facts": [
            {
                "label": FIELDS.get(fact.field, fact.field),
                "before": fact_in_words(fact.field, fact.before),
                "after": fact_in_words(fact.field, fact.after),
            }
            for fact in one.facts
        ],
    }
