"""Progress reports: the state of the actions at the end of a period, and the changes since the previous report."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.models import ProgressReport, ReportPdf
from stedennet.changes.log_dates import order_by_newest_change

from .. import feeds
from ..cards import reports as report_cards
from ..feeds import contents


def report_list(request: HttpRequest) -> HttpResponse:
    """Show all reports, the newest first, and then those of the examples."""
    rows = ProgressReport.objects.public().select_related("edition")
    cards = [report_cards.build_report_card(report) for report in rows]
    context = {
        "reports": [card for card in cards if not card["is_example"]],
        "examples": [card for card in cards if card["is_example"]],
        "feed_url": reverse("report_feed"),
    }
    return render(request, "site/agenda/reports.html", context)


def report_feed(request: HttpRequest) -> HttpResponseBase:
    """Serve the reports as a feed, the newest first."""
    rows = order_by_newest_change(ProgressReport.objects.real().public(), otherwise="made_at")
    return feeds.respond_with_feed(
        request, _("Voortgangsrapporten"), reverse("report_list"), rows, contents.build_report_entries
    )


def show_report(request: HttpRequest, number: int) -> HttpResponse:
    """Show one report: the number of actions in each status, the changes, and each action as it was then."""
    report = get_object_or_404(ProgressReport.objects.public().select_related("edition"), number=number)
    return render(request, "site/agenda/report.html", report_cards.build_report_page(report))


def download_report_json(request: HttpRequest, number: int) -> HttpResponse:
    """Serve exactly the bytes that were sealed."""
    report = get_object_or_404(ProgressReport.objects.public(), number=number)
    response = HttpResponse(report.content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.json"'
    return response


def download_report_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Serve the PDF; 404 until the worker has made it."""
    document = get_object_or_404(ReportPdf, report__in=ProgressReport.objects.public().filter(number=number))
    response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="voortgang-{number}.pdf"'
    return response
