"""Admin report on the fediverse for editors and moderators: accounts, servers and the queue."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.refusals import EDITOR_ROLE, refuse_office_page

from . import overview
from .flows.blocks import can_manage_blocks


@require_admin_access
def show_report(request: HttpRequest) -> HttpResponse:
    """Show the report."""
    if not can_manage_blocks(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    title = _("Fediverse")
    context = {
        "is_on": settings.FEDIVERSE,
        "accounts": overview.list_accounts(),
        "hosts": overview.list_hosts(),
        "queue": overview.count_deliveries(),
        "came_back": overview.count_engagement(),
        "header_title": title,
        "header_icon": "site",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "fediverse/report.html", context)
