"""Questions without results, for editors: they show gaps in the content and words that need a synonym."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.clock import today
from stedennet.core.refusals import EDITOR_ROLE, refuse_office_page

from .flows.synonyms import can_edit_synonyms
from .models import Asked

PER_PAGE = 50
DAYS = 30


@require_admin_access
def list_questions_not_found(request: HttpRequest) -> HttpResponse:
    """List the questions of the last thirty days that had no results."""
    if not can_edit_synonyms(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    rows = Asked.objects.since(today() - dt.timedelta(days=DAYS)).not_found()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    header = WagtailAdminTemplateMixin()
    header.page_title = _("Gezocht, niet gevonden")
    return render(request, "search/not_found.html", {"page_obj": page, "days": DAYS, **header.get_context_data()})
