"""Editions of the agenda: content, decisions of the parties, remarks of the consultation, and differences."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.flows import consultation
from stedennet.agenda.flows.drafts import can_read_draft
from stedennet.agenda.flows.pdfs import make_draft_pdf
from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.models import Commitment, Edition, EditionPdf
from stedennet.agenda.querysets.editions import is_public
from stedennet.agenda.rules.seals import encode_canonical
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.intake.models import Submission
from stedennet.lists.remarks import REMARKS, list_remarks_on

from .. import feeds, open_data
from ..cards import agenda as agenda_cards
from ..cards import editions as edition_cards
from ..feeds import contents
from ..forms.approvals import RemarkForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.limits import is_over_minute_limit
from ..public_forms.sent_forms import render_sent_page

DRAFTS_A_MINUTE = 6
"""How many draft PDFs a reader may request per minute: each is typeset on request."""


def edition_list(request: HttpRequest) -> HttpResponse:
    """List the public editions, newest first, and then those of the examples."""
    cards = [agenda_cards.build_edition_card(edition) for edition in Edition.objects.public()]
    context = {
        "editions": [card for card in cards if not card["is_example"]],
        "examples": [card for card in cards if card["is_example"]],
        "feed_url": reverse("edition_feed"),
    }
    return render(request, "site/agenda/editions.html", context)


def edition_feed(request: HttpRequest) -> HttpResponseBase:
    """Serve the public editions as a feed, most recently changed first."""
    rows = order_by_newest_change(Edition.objects.real().public())
    return feeds.respond_with_feed(
        request, _("Edities van de agenda"), reverse("edition_list"), rows, contents.build_edition_entries
    )


def _find_readable_edition(number: int) -> Edition:
    return get_object_or_404(Edition.objects.readable().with_parties(), number=number)


def show_edition(request: HttpRequest, number: int) -> HttpResponse:
    """Show an edition: foreword, parties and their decisions, actions, remarks and seal."""
    context = edition_cards.build_edition_page(_find_readable_edition(number), day=today())
    return render(request, "site/agenda/edition.html", context)


def submit_remark(request: HttpRequest, number: int) -> HttpResponse:
    """Take a remark on an edition that is open for consultation; otherwise answer 410."""
    edition = _find_readable_edition(number)
    if not consultation.can_submit_remark(edition, by=request.user):
        return render(
            request, "site/agenda/closed.html", {"edition": agenda_cards.build_edition_card(edition)}, status=410
        )
    rows = Commitment.objects.in_edition(edition).select_related("action")
    form = RemarkForm(
        request.POST or None, person=person_of(request), actions=[(row.action.code, str(row)) for row in rows]
    )

    def send() -> Submission:
        data = {name: form.cleaned_data[name] for name in ("name", "email", "organisation", "text", "code")}
        language = (get_language() or "nl")[:2]
        page = f"{reverse('edition', args=[number])}#opmerkingen"
        return consultation.submit_remark(
            edition,
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
        context={"edition": agenda_cards.build_edition_card(edition)},
    )


def remarks(request: HttpRequest, number: int) -> HttpResponse:
    """Show the consultation report: each remark with its answer, by action."""
    edition = _find_readable_edition(number)
    cards = [agenda_cards.build_remark_card(remark) for remark in REMARKS.sort(list_remarks_on(edition), {})]
    context = {
        "edition": agenda_cards.build_edition_card(edition),
        "remarks": cards,
        "is_open": edition.is_consulted_on(today()),
        "answered": sum(bool(card["answer"]) for card in cards),
        "csv_url": reverse("edition_remark_csv", args=[number]),
        "json_url": reverse("edition_remark_json", args=[number]),
        "feed_url": reverse("edition_remark_feed", args=[number]),
    }
    return render(request, "site/agenda/remarks.html", context)


def remark_csv(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the remarks on an edition as CSV."""
    rows = REMARKS.sort(list_remarks_on(_find_readable_edition(number)), {})
    name = f"{REMARKS.data_name}-editie-{number}"
    return open_data.build_csv_response(name, REMARKS.column_names, REMARKS.as_data(rows))


def remark_json(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the remarks on an edition as JSON."""
    rows = REMARKS.sort(list_remarks_on(_find_readable_edition(number)), {})
    return open_data.build_json_response(REMARKS.data_name, REMARKS.as_data(rows))


def remark_feed(request: HttpRequest, number: int) -> HttpResponseBase:
    """Serve the remarks on an edition as a feed, most recently placed or answered first."""
    edition = _find_readable_edition(number)
    title = _("Opmerkingen bij editie %(number)s") % {"number": number}
    rows = REMARKS.feed(list_remarks_on(edition))
    return feeds.respond_with_feed(
        request, title, reverse("edition_remarks", args=[number]), rows, contents.build_remark_entries
    )


def show_remark_sent(request: HttpRequest, number: int) -> HttpResponse:
    """Tell the sender of a remark to confirm it by mail."""
    context = {
        "edition": agenda_cards.build_edition_card(_find_readable_edition(number)),
        "signed_in": request.user.is_authenticated,
    }
    return render_sent_page(request, "site/agenda/remark_sent.html", context)


def download_edition_json(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the content as JSON; once the edition was laid before the parties, the exact bytes that get sealed."""
    edition = _find_readable_edition(number)
    text = edition.sealed or edition.laid_before
    body = text.encode() if text else encode_canonical(build_edition_content(edition))
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}.json"'
    return response


def download_edition_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the PDF that the worker made of a sealed edition, or a PDF marked as draft before it is sealed."""
    document = EditionPdf.objects.filter(is_public("edition__"), edition__number=number).first()
    if document is None:
        return _download_draft_pdf(request, number)
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}.pdf"'
    return response


def _download_draft_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the draft to its drafters, and to everyone once the edition is public. Raises Http404 for others."""
    edition = get_object_or_404(Edition, number=number)
    is_public = Edition.objects.public().filter(pk=edition.pk).exists()
    if edition.sealed or not (is_public or can_read_draft(edition, by=request.user)):
        raise Http404
    if is_over_minute_limit(request, "draft pdf", most=DRAFTS_A_MINUTE):
        return render(request, "429.html", status=429)
    response = HttpResponse(make_draft_pdf(edition), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="editie-{number}-concept.pdf"'
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def show_differences(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Compare two editions, the older with the newer. Raises Http404 when both are the same, and for an example with a
    real one."""
    if number == other:
        raise Http404
    old, new = (_find_readable_edition(each) for each in sorted((number, other)))
    if old.is_example != new.is_example:
        raise Http404
    context = edition_cards.build_differences_page(old, new)
    return render(request, "site/agenda/differences.html", context)
