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

from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.history import record_act
from stedennet.core.refusals import EDITOR_ROLE, attempt, refuse_office_page
from stedennet.core.workbooks import EXCEL_MEDIA_TYPE
from stedennet.imports.pages import render_import_page
from stedennet.sections.page import SectionedPage

from .access import can_edit_agenda, can_take_step
from .consequences import Consequences, consequences_of, consequences_of_next_edition, consequences_of_report
from .flows import editions, link_requests, reports, rounds, spreadsheets
from .links import get_draft_url
from .models import DecisionKey, Edition, LinkRequest, Party, ProgressReport, UpdateRound
from .rules.editions import AGREEING, STEP_DONE, Status, Step, count_needed_approvals, list_steps
from .rules.status import Status as ActionStatus
from .step_forms import AddressForm, ReasonForm, UntilForm


@require_admin_access
def manage_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which steps the edition can take; a POST takes one."""
    edition = get_object_or_404(Edition.objects.with_parties(), pk=pk)
    if not can_take_step(request.user, edition):
        return refuse_office_page(request, EDITOR_ROLE)
    page = SectionedPage(request)
    steps = [_build_step(step, edition, page) for step in list_steps(edition.status)]
    parties = [_build_party_row(party, edition, page, request.user) for party in edition.parties.all()]
    error = ""
    if page.pressed == NEXT and "edit" not in request.POST:
        return _open_next(request, page)
    if page.pressed and "edit" not in request.POST:
        party = _find_pressed_party(page, edition)
        error = _answer_link(request, page, party) if party else _take_step(request, page, edition)
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
        "tally": _count_approvals(edition),
        "next": NEXT,
        "page": page,
        **_build_header(title),
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
    return _render_confirmation(
        request,
        heading,
        consequences_of(edition, step),
        kept=page.sent_fields,
        back_url="",
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
        **_build_header(heading),
    }
    return render(request, "agenda/confirm.html", context)


LINK, CONFIRM_LINK, REFUSE_LINK, NEXT = "link-", "bevestig-link-", "wijs-link-af-", "volgende"
"""Names of buttons: a party's link is asked, confirmed or refused (followed by its key), and the next edition."""


def _find_pressed_party(page: SectionedPage, edition: Edition) -> Party | None:
    """The party whose link button was pressed."""
    act = next((act for act in (LINK, CONFIRM_LINK, REFUSE_LINK) if page.pressed.startswith(act)), "")
    key = page.pressed.removeprefix(act)
    is_key = bool(act) and key.isascii() and key.isdecimal() and len(key) < 18
    return edition.parties.filter(pk=key).first() if is_key else None


def _answer_link(request: HttpRequest, page: SectionedPage, party: Party) -> str:
    """Ask for a party's link, or confirm or refuse what was asked. Returns the error message, or an empty string."""
    with attempt() as tried:
        if page.pressed.startswith(LINK):
            messages.success(request, _request_link(request, page, party))
        else:
            messages.success(request, _decide_on_link(request, page, party))
    return tried.message


def _request_link(request: HttpRequest, page: SectionedPage, party: Party) -> str:
    form = page.forms.get(page.pressed)
    address = form.cleaned_data.get("address", "") if form and form.is_valid() else ""
    asked = link_requests.request_approval_link(party, address, by=request.user)
    if isinstance(asked, DecisionKey):
        return _("De link is gemaild naar %(address)s.") % {"address": asked.sent_to}
    return _("Gevraagd. De link gaat naar %(address)s zodra iemand anders dit bevestigt.") % {"address": asked.address}


def _decide_on_link(request: HttpRequest, page: SectionedPage, party: Party) -> str:
    asked = LinkRequest.objects.filter(party=party).first() or LinkRequest(party=party)
    if page.pressed.startswith(REFUSE_LINK):
        link_requests.refuse_link(asked, by=request.user)
        return _("De link is niet gemaild.")
    key = link_requests.confirm_link(asked, by=request.user)
    return _("De link is gemaild naar %(address)s.") % {"address": key.sent_to}


def _count_approvals(edition: Edition) -> dict[str, object]:
    """How many signatories have decided, how many agree, and how many have to."""
    signatories = [party for party in edition.parties.all() if party.is_signatory]
    rows = [approval for party in signatories for approval in party.approvals.all()]
    approvals = [approval for approval in rows if approval.withdrawn_at is None]
    return {
        "signatories": len(signatories),
        "decided": len(approvals),
        "agree": sum(approval.decision in AGREEING for approval in approvals),
        "needed": count_needed_approvals(signatories=len(signatories), quorum=edition.quorum),
        "has_quorum": edition.quorum is not None,
    }


def _build_party_row(party: Party, edition: Edition, page: SectionedPage, by: Actor) -> dict[str, object]:
    approval = next((approval for approval in party.approvals.all() if approval.withdrawn_at is None), None)
    awaits = edition.status == Status.APPROVAL and party.is_signatory and approval is None
    asked = LinkRequest.objects.filter(party=party).select_related("asked_by").first() if awaits else None
    return {
        "pk": party.pk,
        "name": party.organisation.name,
        "is_signatory": party.is_signatory,
        "decision": approval,
        "awaits": awaits,
        "section": f"{LINK}{party.pk}",
        "form": page.add(f"{LINK}{party.pk}", AddressForm, party=party.organisation.name) if awaits else None,
        "key": party.keys.filter(ended_at=None).first(),
        "asked": asked,
        "may_confirm": asked is not None and link_requests.can_confirm_link(asked, by),
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
    """Open the next edition as a draft, copied from the newest one; POST only."""
    if request.method == "POST":
        return _open_next(request, SectionedPage(request))
    return redirect(reverse("edition:index"))


def _open_next(request: HttpRequest, page: SectionedPage) -> HttpResponse:
    """Ask for confirmation, or open the next draft. Texts typed on the page of the steps are kept there."""
    if can_edit_agenda(request.user) and "confirmed" not in request.POST:
        label = _("Open de volgende editie als ontwerp")
        back_url = "" if page.pressed else reverse("edition:index")
        return _render_confirmation(
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
        **_build_header(_("Excel: %(edition)s") % {"edition": edition}),
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
    context = {"rounds": rows, "today": today(), **_build_header(_("Bijwerkrondes"))}
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
        **_build_header(_("Voortgangsrapporten")),
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
    """The period, title and introduction of a progress report."""

    title = forms.CharField(
        label=gettext_lazy("Titel"), max_length=150, help_text=gettext_lazy("Zoals: Voortgang voorjaar 2027.")
    )
    foreword = forms.CharField(
        label=gettext_lazy("Inleiding"), required=False, max_length=10_000, widget=forms.Textarea
    )
    begins_on = forms.DateField(label=gettext_lazy("Van"), widget=AdminDateInput)
    ends_on = forms.DateField(label=gettext_lazy("Tot en met"), widget=AdminDateInput)


def _build_header(title: str) -> dict[str, object]:
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "doc-full-inverse", "breadcrumbs_items": crumbs}
