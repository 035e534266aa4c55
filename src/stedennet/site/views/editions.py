"""Editions of the agenda: their content, who decided what, what changed between two, and deciding by a secret link."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.flows import consultation
from stedennet.agenda.flows.drafts import can_read_draft
from stedennet.agenda.flows.editions import compute_text_seal
from stedennet.agenda.flows.pdfs import make_draft_pdf
from stedennet.agenda.flows.seals import build_edition_content, get_edition_content
from stedennet.agenda.labels import FIELD_LABELS, format_fact
from stedennet.agenda.models import Action, Commitment, Edition, EditionPdf
from stedennet.agenda.overview import list_overviews
from stedennet.agenda.rules.differences import ActionChange, TextChange, compare_editions
from stedennet.agenda.rules.editions import AGREEING, PUBLIC, Status, count_needed_approvals
from stedennet.agenda.rules.seals import encode_canonical
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.core.text import get_localised_text
from stedennet.intake.models import Submission
from stedennet.lists.remarks import REMARKS

from .. import feeds
from ..cards import agenda as agenda_cards
from ..feeds import contents
from ..forms.approvals import RemarkForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.limits import is_over_minute_limit

DRAFTS_A_MINUTE = 6
"""PDFs of drafts that one reader may ask for in a minute: each is typeset on the spot."""


def edition_list(request: HttpRequest) -> HttpResponse:
    """All public editions, the newest first."""
    editions = [agenda_cards.build_edition_card(one) for one in Edition.objects.public()]
    return render(request, "site/agenda/editions.html", {"editions": editions, "feed_url": reverse("edition_feed")})


def edition_feed(request: HttpRequest) -> HttpResponseBase:
    """The editions as a feed, what changed last first."""
    rows = order_by_newest_change(Edition.objects.public())
    return feeds.respond_with_feed(
        request, _("Edities van de agenda"), reverse("edition_list"), rows, contents.build_edition_entries
    )


def _find_readable_edition(number: int) -> Edition:
    return get_object_or_404(Edition.objects.readable().with_parties(), number=number)


def show_edition(request: HttpRequest, number: int) -> HttpResponse:
    """One edition: foreword, parties and their decisions, actions, seal."""
    one, day, known = _find_readable_edition(number), today(), Action.objects.known_codes()
    parties = [agenda_cards.build_party_card(row) for row in one.parties.all()]
    deciding = [row for row in parties if row["is_signatory"]]
    agree = sum(bool(row["decision"]) and row["decision"]["value"] in AGREEING for row in deciding)
    others = Edition.objects.public().exclude(pk=one.pk).values_list("number", flat=True)
    context = {
        "edition": agenda_cards.build_edition_card(one),
        "foreword": get_localised_text(one, "foreword"),
        "strategy": _build_strategy_link(one),
        "parties": parties,
        "shows_decisions": one.frozen_at is not None,
        "agree": agree,
        "needed": count_needed_approvals(signatories=len(deciding), quorum=one.quorum),
        "deciding": len(deciding),
        "actions": [
            {**agenda_cards.build_action_card(row), **_build_action_link(row.name, row.code, known)}
            for row in list_overviews(one, today=day)
        ],
        "remarks": [agenda_cards.build_remark_card(row) for row in one.remarks.select_related("action")],
        "remarks_url": reverse("edition_remarks", args=[number]),
        "remark_url": reverse("remark", args=[number]) if one.status == Status.CONSULTATION else "",
        "seal": one.seal,
        "laid_seal": compute_text_seal(one.laid_before) if one.laid_before and not one.seal else "",
        "json_url": reverse("edition_json", args=[number]),
        "pdf_url": reverse("edition_pdf", args=[number]) if EditionPdf.objects.filter(edition=one).exists() else "",
        "draft_pdf_url": "" if one.sealed or one.status not in PUBLIC else reverse("edition_pdf", args=[number]),
        "compare": [
            {"number": other, "url": reverse("edition_differences", args=[number, other])} for other in others
        ],
    }
    return render(request, "site/agenda/edition.html", context)


def _build_strategy_link(one: Edition) -> dict[str, str] | None:
    if one.strategy is None:
        return None
    return {"title": one.strategy.name, "url": reverse("strategy", args=[one.strategy.slug])}


def submit_remark(request: HttpRequest, number: int) -> HttpResponse:
    """The form to say something about an edition in consultation."""
    one = _find_readable_edition(number)
    if not consultation.can_submit_remark(one, by=request.user):
        return render(
            request, "site/agenda/closed.html", {"edition": agenda_cards.build_edition_card(one)}, status=410
        )
    rows = Commitment.objects.in_edition(one).select_related("action")
    form = RemarkForm(
        request.POST or None, person=person_of(request), actions=[(row.action.code, str(row)) for row in rows]
    )

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in ("name", "email", "organisation", "text", "code")}
        language = (get_language() or "nl")[:2]
        page = f"{reverse('edition', args=[number])}#opmerkingen"
        return consultation.submit_remark(
            one,
            by=request.user,
            language=language,
            once=form.occasion,
            page=page,
            behalf_of=form.behalf_of,
            **data,
        )

    return handle_public_form(
        request,
        form,
        send,
        what="remark",
        thanks=reverse("remark_sent", args=[number]),
        template="site/agenda/remark.html",
        context={"edition": agenda_cards.build_edition_card(one)},
    )


def remarks(request: HttpRequest, number: int) -> HttpResponse:
    """The report of the consultation: each remark with its answer, per action."""
    one = _find_readable_edition(number)
    rows = [agenda_cards.build_remark_card(row) for row in REMARKS.sort(REMARKS.rows().filter(edition=one), {})]
    context = {
        "edition": agenda_cards.build_edition_card(one),
        "remarks": rows,
        "answered": sum(bool(row["answer"]) for row in rows),
        "feed_url": reverse("edition_remark_feed", args=[number]),
    }
    return render(request, "site/agenda/remarks.html", context)


def remark_feed(request: HttpRequest, number: int) -> HttpResponseBase:
    """The remarks on an edition as a feed, what was placed or answered last first."""
    one = _find_readable_edition(number)
    title = _("Opmerkingen bij editie %(number)s") % {"number": number}
    rows = REMARKS.feed(REMARKS.rows().filter(edition=one))
    return feeds.respond_with_feed(
        request, title, reverse("edition_remarks", args=[number]), rows, contents.build_remark_entries
    )


def show_remark_sent(request: HttpRequest, number: int) -> HttpResponse:
    """Look in your mail."""
    context = {
        "edition": agenda_cards.build_edition_card(_find_readable_edition(number)),
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "site/agenda/remark_sent.html", context)


def download_edition_json(request: HttpRequest, number: int) -> HttpResponse:
    """The content as JSON; of an edition that was laid before the parties the very bytes that the seal is put on."""
    one = _find_readable_edition(number)
    text = one.sealed or one.laid_before
    body = text.encode() if text else encode_canonical(build_edition_content(one))
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}.json"'
    return response


def download_edition_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF of a sealed edition, once the worker has made it; of one that is not sealed yet a marked draft."""
    document = EditionPdf.objects.filter(edition__number=number).first()
    if document is None:
        return _download_draft_pdf(request, number)
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}.pdf"'
    return response


def _download_draft_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """For whoever may read the edition: everybody once it is open to remarks, before that who drafts it."""
    one = get_object_or_404(Edition, number=number)
    is_public = Edition.objects.public().filter(pk=one.pk).exists()
    if one.sealed or not (is_public or can_read_draft(one, by=request.user)):
        raise Http404
    if is_over_minute_limit(request, "draft pdf", most=DRAFTS_A_MINUTE):
        return render(request, "429.html", status=429)
    response = HttpResponse(make_draft_pdf(one), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}-concept.pdf"'
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def show_differences(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """What changed between two editions, from the older to the newer."""
    if number == other:
        raise Http404
    old, new = (_find_readable_edition(one) for one in sorted((number, other)))
    found, known = compare_editions(get_edition_content(old), get_edition_content(new)), Action.objects.known_codes()
    context = {
        "old": agenda_cards.build_edition_card(old),
        "new": agenda_cards.build_edition_card(new),
        "texts": [_build_text_change(one) for one in found.texts],
        "added": [_build_action_link(one.get("title", ""), one["code"], known) for one in found.added],
        "dropped": [_build_action_link(one.get("title", ""), one["code"], known) for one in found.dropped],
        "changed": [_build_action_change(one, known) for one in found.changed],
        "same": len(found.same),
        "is_empty": found.is_empty,
    }
    return render(request, "site/agenda/differences.html", context)


def _build_action_link(title: str, code: str, known: Collection[str]) -> dict[str, str]:
    """An action by name, with its page when readers know it."""
    return {"code": code, "title": title, "url": reverse("action", args=[code]) if code in known else ""}


def _build_text_change(one: TextChange) -> dict[str, Any]:
    pieces = [{"kind": piece.kind.value, "text": piece.text} for piece in one.pieces]
    return {"label": FIELD_LABELS.get(one.field, one.field), "pieces": pieces}


def _build_action_change(one: ActionChange, known: Collection[str]) -> dict[str, Any]:
    return {
        **_build_action_link(one.title, one.code, known),
        "texts": [_build_text_change(text) for text in one.texts],
        "facts": [
            {
                "label": FIELD_LABELS.get(fact.field, fact.field),
                "before": format_fact(fact.field, fact.before),
                "after": format_fact(fact.field, fact.after),
            }
            for fact in one.facts
        ],
    }
