"""The editors' pages: the list of initiatives, reviewing one, and spreadsheets."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.accounts.models import User
from stedennet.core.history import record_act
from stedennet.core.refusals import EDITOR_OR_MODERATOR_ROLE, attempt, refuse_office_page
from stedennet.core.workbooks import EXCEL_MEDIA_TYPE
from stedennet.imports.pages import render_import_page
from stedennet.intake.reasons import append_chosen_reason, list_reasons

from .access import can_review
from .flows import reviews, spreadsheets
from .links import get_url
from .models import Initiative
from .querysets import look_alikes
from .rules.states import EDITOR, WAITING, WITH_A_REASON, State, Step, list_steps

PER_PAGE = 50
BUTTON_STYLES = dict.fromkeys(WITH_A_REASON, "button-secondary") | {Step.REJECT: "no", Step.ARCHIVE: "no"}
"""Buttons that reject or archive look different from the one that publishes."""


@require_admin_access
def list_initiatives(request: HttpRequest) -> HttpResponse:
    """List the initiatives awaiting an editor, or those in one state."""
    if not can_review(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    state = request.GET.get("stand", "")
    initiatives = Initiative.objects.select_related("lead")
    initiatives = initiatives.filter(state=state) if state in State.values else initiatives.filter(state__in=WAITING)
    context = {
        "page_obj": Paginator(initiatives.order_by("-state_at", "-id"), PER_PAGE).get_page(request.GET.get("p")),
        "states": State.choices,
        "state": state,
        **_build_header(_("Initiatieven")),
    }
    return render(request, "initiatives/list.html", context)


@require_admin_access
def review_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one initiative with its look-alikes and possible steps; POST takes a step."""
    if not can_review(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    initiative = get_object_or_404(Initiative.objects.select_related("lead", "submission"), pk=pk)
    error = ""
    if request.method == "POST" and "choose" not in request.POST:
        error = _take_step(request, initiative)
        if not error:
            return redirect("initiatives:detail", pk=pk)
    context = {
        "initiative": initiative,
        "themes": initiative.themes.select_related("scheme"),
        "cities": initiative.cities.all(),
        "steps": [
            {
                "value": step.value,
                "label": step.label,
                "look": BUTTON_STYLES.get(step, "button-secondary" * (step in WITH_A_REASON)),
            }
            for step in list_steps(initiative.state, by=EDITOR)
        ],
        "like": look_alikes.find_look_alikes(initiative.title, without=initiative.pk),
        "edit_url": get_url("edit", initiative.slug, "nl"),
        "reasons": list_reasons("initiative"),
        "words": append_chosen_reason(request.POST, field="words", language=initiative.language),
        "error": error,
        **_build_header(initiative.title),
    }
    return render(request, "initiatives/detail.html", context, status=422 if error else 200)


def _take_step(request: HttpRequest, initiative: Initiative) -> str:
    step = request.POST.get("step", "")
    if step not in Step.values:
        return _("Kies wat u met het initiatief wilt doen.")
    with attempt() as tried:
        reviewed = reviews.take_initiative_step(
            initiative, Step(step), by=request.user, words=request.POST.get("words", "")
        )
        messages.success(request, f"{capfirst(State(reviewed.state).label)}.")
    return tried.message


@require_admin_access
def download_workbook(request: HttpRequest) -> HttpResponse:
    """Download all published initiatives as an Excel file that can be imported again."""
    if not can_review(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    person = cast(User, request.user)
    record_act(person, "initiatives.exported", by=person, title=_("Initiatieven in Excel"))
    response = HttpResponse(spreadsheets.build_workbook(Initiative.objects.published()), content_type=EXCEL_MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="initiatieven.xlsx"'
    return response


@require_admin_access
def import_initiatives(request: HttpRequest) -> HttpResponse:
    """Import a spreadsheet: uploading a file shows a preview, whose button stores it."""
    if not can_review(request.user):
        return HttpResponse(status=403)
    frame = {"workbook_url": reverse("initiatives:workbook"), **_build_header(_("Initiatieven in Excel"))}
    return render_import_page(request, "initiatives", url=reverse("initiatives:read_in"), frame=frame)


def _build_header(title: str) -> dict[str, object]:
    crumbs = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse("initiatives:list"), "label": _("Initiatieven")},
    ]
    return {"header_title": title, "header_icon": "pick", "breadcrumbs_items": crumbs}
