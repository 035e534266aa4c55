"""The programme office's pages: the steps of an edition, its actions as a spreadsheet, update rounds and progress
reports."""

import json
from collections import Counter

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from stedennet.core.clock import today
from stedennet.core.history import record_act
from stedennet.core.refusals import EDITOR_ROLE, attempt, refuse_office_page
from stedennet.core.workbooks import EXCEL_MEDIA_TYPE
from stedennet.imports.pages import render_import_page
from stedennet.sections.page import SectionedPage

from . import admin_parties
from .access import can_edit_agenda, can_take_step
from .consequences import Consequences, consequences_of, consequences_of_next_edition, consequences_of_report
from .flows import editions, reports, rounds, spreadsheets
from .links import get_draft_url
from .models import Edition, ProgressReport, UpdateRound
from .rules.editions import STEP_DONE, Step, list_steps
from .rules.status import Status as ActionStatus
from .step_forms import ReasonForm, UntilForm


@require_admin_access
def manage_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which steps the edition can take; a POST takes one."""
    edition = get_object_or_404(Edition.objects.with_parties(), pk=pk)
    if not can_take_step(request.user, edition):
        return refuse_office_page(request, EDITOR_ROLE)
    page = SectionedPage(request)
    steps = [_build_step(step, edition, page) for step in list_steps(edition.status)]
    parties = [admin_parties.build_party_row(party, edition, page, request.user) for party in edition.parties.all()]
    error = ""
    if page.pressed == NEXT and "edit" not in request.POST:
        return _open_next(request, page)
    if page.pressed and "edit" not in request.POST:
        party = admin_parties.find_pressed_party(page, edition)
        error = admin_parties.answer_link(request, page, party) if party else _take_step(request, page, edition)
        if not error and not party and "confirmed" not in request.POST:
            return _confirm_step(request, page, edition)
        if not error:
            return page.done(request.path)
        edition = Edition.objects.with_parties().get(pk=pk)
    title = f"{_('Editie')} {edition.number}: {edition.title}"
    context = {
        "edition": edition,
        "steps": steps,
        "error": error,
        "draft_url": get_draft_url(edition.number),
        "parties": parties,
        "tally": admin_parties.count_approvals(edition, list(edition.parties.all())),
        "next": NEXT,
        "page": page,
        **build_header(title),
    }
    return render(request, "agenda/steps.html", context, status=422 if error or page.is_unpressed else 200)


def _build_step(step: Step, edition: Edition, page: SectionedPage) -> dict[str, object]:
    """A step with the form that it needs."""
    form: forms.Form | None = None
    if step == Step.WITHDRAW:
        form = page.add(step.value, ReasonForm)
    elif step == Step.CONSULT:
        form = page.add(step.value, UntilForm, initial={"until": edition.consultation_ends_on})
    return {"value": step.value, "label": step.label, "form": form, "is_end": step == Step.WITHDRAW}


def _take_step(request: HttpRequest, page: SectionedPage, edition: Edition) -> str:
    """Take the step, or try it if it is not confirmed yet. Returns the error message, or an empty string."""
    form = page.forms.get(page.pressed)
    if page.pressed not in Step.values:
        return _("Kies wat u met de editie wilt doen.")
    if form and not form.is_valid():
        return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
    is_confirmed = "confirmed" in request.POST
    with attempt() as tried:
        with transaction.atomic():
            editions.take_step(edition, Step(page.pressed), by=request.user, **(form.cleaned_data if form else {}))
            # A dry run: refusals must show up before the page that asks for confirmation.
            transaction.set_rollback(not is_confirmed)
        if is_confirmed:
            messages.success(request, f"{STEP_DONE[Step(page.pressed)]}.")
    return tried.message


def _confirm_step(request: HttpRequest, page: SectionedPage, edition: Edition) -> HttpResponse:
    edition.refresh_from_db()
    step = Step(page.pressed)
    heading = f"{step.label}: {_('Editie')} {edition.number}"
    return render_confirmation(
        request,
        heading,
        consequences_of(edition, step),
        kept=page.sent_fields,
        back_url="",
        preview_url=get_draft_url(edition.number),
        label=str(step.label),
    )


def render_confirmation(
    request: HttpRequest,
    heading: str,
    consequences: Consequences,
    *,
    kept: dict[str, str],
    back_url: str,
    label: str,
    preview_url: str = "",
    facts: list[dict[str, object]] | None = None,
) -> HttpResponse:
    """The page shown before an irreversible step. `kept` are the fields that its button submits, `facts` a summary."""
    context = {
        "consequences": consequences,
        "kept": [{"name": name, "value": value} for name, value in kept.items()],
        "facts": [fact for fact in facts or [] if fact["value"] != ""],
        "back_url": back_url,
        "preview_url": preview_url,
        "label": label,
        **build_header(heading),
    }
    return render(request, "agenda/confirm.html", context)


NEXT = "volgende"
"""The name of the button that opens the next edition."""


@require_admin_access
def open_next_edition(request: HttpRequest) -> HttpResponse:
    """Open the next edition as a draft, copied from the newest one; POST only."""
    if request.method == "POST":
        return _open_next(request, SectionedPage(request))
    return redirect(reverse("edition:index"))


def _open_next(request: HttpRequest, page: SectionedPage) -> HttpResponse:
    """Ask for confirmation, or open the next draft. Texts typed on the page of the steps are kept there."""
    if can_edit_agenda(request.user) and "confirmed" not in request.POST:
        label = _("Open de volgende editie als ontwerp")
        back_url = "" if page.pressed else reverse("edition:index")
        return render_confirmation(
            request, label, consequences_of_next_edition(), kept=page.sent_fields, back_url=back_url, label=label
        )
    with attempt() as tried:
        draft = editions.open_draft(by=request.user)
        return page.done(reverse("agenda:steps", args=[draft.pk]), typed_at=request.path)
    messages.error(request, tried.message)
    return page.done(reverse("edition:index"), typed_at=request.path)


@require_admin_access
def download_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The actions and milestones of an edition as an Excel file that can be imported again."""
    edition = get_object_or_404(Edition, pk=pk)
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    record_act(edition, "agenda.exported", by=request.user)
    response = HttpResponse(spreadsheets.build_workbook(edition), content_type=EXCEL_MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="editie-{edition.number}.xlsx"'
    return response


@require_admin_access
def import_actions(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a spreadsheet: an uploaded file gives a preview, and the preview's button stores it."""
    edition = get_object_or_404(Edition, pk=pk)
    if not can_edit_agenda(request.user):
        return HttpResponse(status=403)
    frame = {
        "workbook_url": reverse("agenda:workbook", args=[pk]),
        **build_header(_("Excel: %(edition)s") % {"edition": edition}),
    }
    url = reverse("agenda:read_in", args=[pk])
    return render_import_page(request, "agenda", url=url, target=str(pk), frame=frame)


@require_admin_access
def manage_rounds(request: HttpRequest) -> HttpResponse:
    """The update rounds and who answered; a POST opens one today."""
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    if request.method == "POST":
        with attempt() as tried:
            rounds.open_round(by=request.user)
            messages.success(request, _("De bijwerkronde is begonnen. De mails gaan binnen vijf minuten weg."))
            return redirect("agenda:update_rounds")
        messages.error(request, tried.message)
    rows = UpdateRound.objects.prefetch_related("requests__organisation", "requests__mails")[:10]
    context = {"rounds": rows, "today": today(), **build_header(_("Bijwerkrondes"))}
    return render(request, "agenda/rounds.html", context)


@require_admin_access
def manage_reports(request: HttpRequest) -> HttpResponse:
    """Publish a progress report about a period."""
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        with attempt(form):
            with transaction.atomic():
                report = reports.publish_report(by=request.user, **form.cleaned_data)
                transaction.set_rollback("confirmed" not in request.POST)
            if "confirmed" not in request.POST:
                return _confirm_report(request, report)
            messages.success(request, _("Het rapport staat op de site: %(title)s.") % {"title": report.title})
            return redirect("agenda:report")
    context = {
        "form": form,
        "reports": ProgressReport.objects.all(),
        **build_header(_("Voortgangsrapporten")),
    }
    return render(request, "agenda/report.html", context, status=422 if form.errors else 200)


def _confirm_report(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    """Show the report in figures, with its texts, before it is published; the other button goes back to the form."""
    actions = json.loads(report.content)["actions"]
    update_count = sum(len(action["updates"]) for action in actions)
    status_counts = Counter(str(ActionStatus(action["status"]).label) for action in actions)
    facts: list[dict[str, object]] = [
        {"label": _("Titel"), "value": report.title},
        {"label": _("Inleiding"), "value": report.foreword},
        {"label": _("Periode"), "value": f"{date_format(report.begins_on)} – {date_format(report.ends_on)}"},
        {"label": _("Acties"), "value": len(actions)},
        {"label": _("Hoe ze ervoor staan"), "value": ", ".join(f"{label}: {n}" for label, n in status_counts.items())},
        {"label": _("Berichten in deze periode"), "value": update_count},
    ]
    kept = {name: request.POST.get(name, "") for name in ReportForm.base_fields}
    return render_confirmation(
        request,
        report.title,
        consequences_of_report(),
        kept=kept,
        back_url="",
        label=_("Zet het rapport op de site"),
        facts=facts,
    )


class ReportForm(forms.Form):
    """The period, title and introduction of a progress report."""

    title = forms.CharField(
        label=gettext_lazy("Titel"), max_length=150, help_text=gettext_lazy("Zoals: Voortgang voorjaar 2027.")
    )
    foreword = forms.CharField(
        label=gettext_lazy("Inleiding"), required=False, max_length=10_000, widget=forms.Textarea
    )
    begins_on = forms.DateField(label=gettext_lazy("Van"), widget=AdminDateInput)
    ends_on = forms.DateField(label=gettext_lazy("Tot en met"), widget=AdminDateInput)


def build_header(title: str) -> dict[str, object]:
    """The title and crumbs of an office page."""
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "doc-full-inverse", "breadcrumbs_items": crumbs}
