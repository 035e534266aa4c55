"""The office's own pages: the steps of an edition, its actions as a spreadsheet, update rounds, progress reports."""

import json
from collections import Counter
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from stedennet.core.clock import today
from stedennet.core.errors import DomainError, RefusedFields
from stedennet.core.history import record_act
from stedennet.core.refusals import EDITOR_ROLE, refuse_office_page
from stedennet.core.workbooks import EXCEL_MEDIA_TYPE
from stedennet.imports.pages import render_import_page

from .access import can_edit_agenda, can_take_step
from .consequences import Consequences, consequences_of, consequences_of_next_edition, consequences_of_report
from .flows import approvals, editions, reports, rounds, spreadsheets
from .links import get_draft_url
from .models import Edition, ProgressReport, UpdateRound
from .rules.editions import AGREEING, Status, Step, count_needed_approvals, list_steps
from .rules.status import Status as ActionStatus


@require_admin_access
def manage_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done with the edition now; POST does it."""
    edition = get_object_or_404(Edition.objects.with_parties(), pk=pk)
    if not can_take_step(request.user, edition):
        return refuse_office_page(request, EDITOR_ROLE)
    error = ""
    if request.method == "POST":
        error = _send_link(request, edition) if "party" in request.POST else _take_step(request, edition)
        if not error and _needs_confirmation(request):
            return _confirm_step(request, edition)
        if not error:
            return redirect("agenda:steps", pk=pk)
        edition = Edition.objects.with_parties().get(pk=pk)
    title = f"{_('Editie')} {edition.number}: {edition.title}"
    context = {
        "edition": edition,
        "steps": [{"value": one.value, "label": one.label} for one in list_steps(edition.status)],
        "needs_reason": Step.WITHDRAW.value,
        "needs_day": Step.CONSULT.value,
        "until": request.POST.get("until") or str(edition.consultation_ends_on or ""),
        "reason": request.POST.get("reason", ""),
        "error": error,
        "draft_url": get_draft_url(edition.number),
        "parties": [_build_party_row(one, edition) for one in edition.parties.all()],
        "tally": _count_approvals(edition),
        "header_title": title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "agenda/steps.html", context, status=422 if error else 200)


def _take_step(request: HttpRequest, edition: Edition) -> str:
    step = request.POST.get("step", "")
    if step not in Step.values:
        return _("Kies wat u met de editie wilt doen.")
    try:
        with transaction.atomic():
            editions.take_step(
                edition,
                Step(step),
                by=request.user,
                reason=request.POST.get("reason", ""),
                until=parse_date(request.POST.get("until", "")),
            )
            # Tried only: what the rules refuse is said before anybody is asked to confirm.
            transaction.set_rollback(_needs_confirmation(request))
    except ValueError:
        return _("Deze dag bestaat niet.")
    except DomainError as error:
        return error.message
    if _needs_confirmation(request):
        return ""
    messages.success(request, _("Gedaan: %(step)s.") % {"step": Step(step).label})
    return ""


def _needs_confirmation(request: HttpRequest) -> bool:
    """Whether the button was pressed on a page that did not say yet what it brings about."""
    return "party" not in request.POST and "confirmed" not in request.POST


def _confirm_step(request: HttpRequest, edition: Edition) -> HttpResponse:
    edition.refresh_from_db()
    step = Step(request.POST["step"])
    kept = {name: request.POST.get(name, "") for name in ("step", "until", "reason")}
    heading = f"{step.label}: {_('Editie')} {edition.number}"
    return _render_confirmation(
        request,
        heading,
        consequences_of(edition, step),
        kept=kept,
        back_url=reverse("agenda:steps", args=[edition.pk]),
        preview_url=get_draft_url(edition.number),
        label=str(step.label),
    )


def _render_confirmation(
    request: HttpRequest,
    heading: str,
    consequences: Consequences,
    *,
    kept: dict[str, str],
    back_url: str,
    label: str,
    preview_url: str = "",
    facts: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """The page before what cannot be undone; `kept` are the fields that its button sends, `facts` a summary."""
    context = {
        "consequences": consequences,
        "kept": [{"name": name, "value": value} for name, value in kept.items()],
        "facts": facts or [],
        "back_url": back_url,
        "preview_url": preview_url,
        "label": label,
        **_build_header(heading),
    }
    return render(request, "agenda/confirm.html", context)


def _send_link(request: HttpRequest, edition: Edition) -> str:
    """Have a secret link mailed; what is wrong in words."""
    key = request.POST["party"]
    party = edition.parties.filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 18 else None
    if party is None:
        return _("Kies een partij.")
    try:
        made = approvals.send_approval_link(party, request.POST.get("address", ""), by=request.user)
    except DomainError as error:
        return error.message
    messages.success(request, _("De link is gemaild naar %(address)s.") % {"address": made.sent_to})
    return ""


def _count_approvals(edition: Edition) -> dict[str, Any]:
    """How many signatories decided and agree, and how many must."""
    signatories = [party for party in edition.parties.all() if party.is_signatory]
    decisions = [one for party in signatories for one in party.approvals.all() if one.withdrawn_at is None]
    return {
        "signatories": len(signatories),
        "decided": len(decisions),
        "agree": sum(one.decision in AGREEING for one in decisions),
        "needed": count_needed_approvals(signatories=len(signatories), quorum=edition.quorum),
        "has_quorum": edition.quorum is not None,
    }


def _build_party_row(party: Any, edition: Edition) -> dict[str, Any]:
    decision = next((one for one in party.approvals.all() if one.withdrawn_at is None), None)
    return {
        "pk": party.pk,
        "name": party.organisation.name,
        "is_signatory": party.is_signatory,
        "decision": decision,
        "awaits": edition.status == Status.APPROVAL and party.is_signatory and decision is None,
        "key": party.keys.filter(ended_at=None).first(),
        "requests": [
            {
                "step": request.get_step_display(),
                "at": request.at,
                "audience": request.get_audience_display(),
                "readers": request.readers,
            }
            for request in party.signing_requests.all()
        ],
    }


@require_admin_access
def open_next_edition(request: HttpRequest) -> HttpResponse:
    """Make the next draft, with what the newest edition says; POST only."""
    if request.method == "POST" and can_edit_agenda(request.user) and "confirmed" not in request.POST:
        label = _("Open de volgende editie als ontwerp")
        back_url = reverse("edition:index")
        return _render_confirmation(
            request, label, consequences_of_next_edition(), kept={}, back_url=back_url, label=label
        )
    if request.method == "POST":
        try:
            draft = editions.open_draft(by=request.user)
            return redirect("agenda:steps", pk=draft.pk)
        except DomainError as error:
            messages.error(request, error.message)
    return redirect(reverse("edition:index"))


@require_admin_access
def download_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The actions and milestones of an edition as an Excel file that can be read in again."""
    edition = get_object_or_404(Edition, pk=pk)
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    record_act(edition, "agenda.exported", by=request.user)
    response = HttpResponse(spreadsheets.build_workbook(edition), content_type=EXCEL_MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="editie-{edition.number}.xlsx"'
    return response


@require_admin_access
def import_actions(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a spreadsheet in: a file gives a preview; the preview's button stores what it shows."""
    edition = get_object_or_404(Edition, pk=pk)
    if not can_edit_agenda(request.user):
        return HttpResponse(status=403)
    frame = {
        "workbook_url": reverse("agenda:workbook", args=[pk]),
        **_build_header(_("Excel: %(edition)s") % {"edition": edition}),
    }
    url = reverse("agenda:read_in", args=[pk])
    return render_import_page(request, "agenda", url=url, target=str(pk), frame=frame)


@require_admin_access
def manage_rounds(request: HttpRequest) -> HttpResponse:
    """The update rounds with who answered; POST begins one today."""
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    if request.method == "POST":
        try:
            rounds.open_round(by=request.user)
            messages.success(request, _("De bijwerkronde is begonnen. De mails gaan binnen vijf minuten weg."))
            return redirect("agenda:update_rounds")
        except DomainError as refusal:
            messages.error(request, refusal.message)
    rows = UpdateRound.objects.prefetch_related("requests__organisation", "requests__mails")[:10]
    context = {"rounds": rows, "today": today(), **_build_header(_("Bijwerkrondes"))}
    return render(request, "agenda/rounds.html", context)


@require_admin_access
def manage_reports(request: HttpRequest) -> HttpResponse:
    """Make a progress report over a period."""
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        try:
            with transaction.atomic():
                made = reports.publish_report(by=request.user, **form.cleaned_data)
                transaction.set_rollback("confirmed" not in request.POST)
            if "confirmed" not in request.POST:
                return _confirm_report(request, made)
            messages.success(request, _("Het rapport staat op de site: %(title)s.") % {"title": made.title})
            return redirect("agenda:report")
        except RefusedFields as refusal:
            for field, sentence in refusal.fields.items():
                form.add_error(field if field in form.fields else None, sentence)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {
        "form": form,
        "reports": ProgressReport.objects.all(),
        **_build_header(_("Voortgangsrapporten")),
    }
    return render(request, "agenda/report.html", context, status=422 if form.errors else 200)


def _confirm_report(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    """The report as it would be, in numbers, with its words; the form comes back with them by its other button."""
    actions = json.loads(report.content)["actions"]
    told = sum(len(action["updates"]) for action in actions)
    stands = Counter(str(ActionStatus(action["status"]).label) for action in actions)
    facts: list[dict[str, Any]] = [
        {"label": _("Titel"), "value": report.title},
        {"label": _("Inleiding"), "value": report.foreword},
        {"label": _("Periode"), "value": f"{date_format(report.begins_on)} – {date_format(report.ends_on)}"},
        {"label": _("Acties"), "value": len(actions)},
        {"label": _("Hoe ze ervoor staan"), "value": ", ".join(f"{label}: {n}" for label, n in stands.items())},
        {"label": _("Berichten in deze periode"), "value": told},
    ]
    kept = {name: request.POST.get(name, "") for name in ReportForm.base_fields}
    return _render_confirmation(
        request,
        report.title,
        consequences_of_report(),
        kept=kept,
        back_url="",
        label=_("Zet het rapport op de site"),
        facts=facts,
    )


class ReportForm(forms.Form):
    """The period and the words of a progress report."""

    title = forms.CharField(
        label=gettext_lazy("Titel"), max_length=150, help_text=gettext_lazy("Zoals: Voortgang voorjaar 2027.")
    )
    foreword = forms.CharField(
        label=gettext_lazy("Inleiding"), required=False, max_length=10_000, widget=forms.Textarea
    )
    begins_on = forms.DateField(label=gettext_lazy("Van"), widget=AdminDateInput)
    ends_on = forms.DateField(label=gettext_lazy("Tot en met"), widget=AdminDateInput)


def _build_header(title: str) -> dict[str, Any]:
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "doc-full-inverse", "breadcrumbs_items": crumbs}
