"""The editors' pages: which initiatives there are, and the steps of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.errors import DomainError
from stedennet.core.history import record_act
from stedennet.core.refusals import EDITOR_OR_MODERATOR_ROLE, refuse_office_page
from stedennet.core.workbooks import EXCEL
from stedennet.imports.pages import import_page
from stedennet.intake.reasons import reasons_for, words_with_chosen

from .access import can_judge
from .flows import exchange, judging
from .links import address
from .models import Initiative
from .querysets import names
from .rules.states import EDITOR, WAITING, WITH_A_REASON, State, Step, steps_from

PER_PAGE = 50
LOOKS = dict.fromkeys(WITH_A_REASON, "button-secondary") | {Step.REJECT: "no", Step.ARCHIVE: "no"}
"""What takes something away looks unlike what publishes it."""


@require_admin_access
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for an editor, or all of a state."""
    if not can_judge(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    state = request.GET.get("stand", "")
    rows = Initiative.objects.select_related("lead")
    rows = rows.filter(state=state) if state in State.values else rows.filter(state__in=WAITING)
    context = {
        "page_obj": Paginator(rows.order_by("-state_at", "-id"), PER_PAGE).get_page(request.GET.get("p")),
        "states": State.choices,
        "state": state,
        **_header(_("Initiatieven")),
    }
    return render(request, "initiatives/list.html", context)


@require_admin_access
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative: what was told, what it resembles, and its steps; POST takes one."""
    if not can_judge(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    one = get_object_or_404(Initiative.objects.select_related("lead", "submission"), pk=pk)
    error = ""
    if request.method == "POST" and "choose" not in request.POST:
        error = _take(request, one)
        if not error:
            return redirect("initiatives:detail", pk=pk)
    context = {
        "one": one,
        "themes": one.themes.select_related("scheme"),
        "cities": one.cities.all(),
        "steps": [
            {
                "value": step.value,
                "label": step.label,
                "look": LOOKS.get(step, "button-secondary" * (step in WITH_A_REASON)),
            }
            for step in steps_from(one.state, by=EDITOR)
        ],
        "like": names.like(one.title, without=one.pk),
        "edit_url": address("edit", one.slug, "nl"),
        "reasons": reasons_for("initiative"),
        "words": words_with_chosen(request.POST, field="words", language=one.language),
        "error": error,
        **_header(one.title),
    }
    return render(request, "initiatives/detail.html", context, status=422 if error else 200)


def _take(request: HttpRequest, one: Initiative) -> str:
    step = request.POST.get("step", "")
    if step not in Step.values:
        return _("Kies wat u met het initiatief wilt doen.")
    try:
        judging.take(one, Step(step), by=request.user, words=request.POST.get("words", ""))
    except DomainError as refusal:
        return refusal.message
    messages.success(request, _("Gedaan: %(step)s.") % {"step": Step(step).label})
    return ""


@require_admin_access
def workbook(request: HttpRequest) -> HttpResponse:
    """All published initiatives as an Excel file that can be read in again."""
    if not can_judge(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    person: Any = request.user
    record_act(person, "initiatives.exported", by=person, title=_("Initiatieven in Excel"))
    response = HttpResponse(exchange.workbook_of(Initiative.objects.published()), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="initiatieven.xlsx"'
    return response


@require_admin_access
def read_in(request: HttpRequest) -> HttpResponse:
    """Read a spreadsheet in: a file gives a preview; the preview's button stores what it shows."""
    if not can_judge(request.user):
        return HttpResponse(status=403)
    frame = {"workbook_url": reverse("initiatives:workbook"), **_header(_("Initiatieven in Excel"))}
    return import_page(request, "initiatives", url=reverse("initiatives:read_in"), frame=frame)


def _header(title: str) -> dict[str, Any]:
    crumbs = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse("initiatives:list"), "label": _("Initiatieven")},
    ]
    return {"header_title": title, "header_icon": "pick", "breadcrumbs_items": crumbs}
