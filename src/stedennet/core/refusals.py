"""The page that tells somebody which role they need."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

EDITOR_ROLE = gettext_lazy("redacteur")
MODERATOR_ROLE = gettext_lazy("moderator")
EDITOR_OR_MODERATOR_ROLE = gettext_lazy("redacteur of moderator")
ADMINISTRATOR_ROLE = gettext_lazy("beheerder")
REPRESENTATIVE_ROLE = gettext_lazy("vertegenwoordiger van deze organisatie")
ROLES = {"is_editor": EDITOR_ROLE, "is_moderator": MODERATOR_ROLE, "is_superuser": ADMINISTRATOR_ROLE}


def refuse_office_page(request: HttpRequest, needs: str | Promise) -> HttpResponse:
    """Respond with 403 in the admin, naming the required role and the roles that the user has."""
    title = _("Hier hebt u een andere rol voor nodig")
    context = {
        "needs": needs,
        "roles": [str(name) for role, name in ROLES.items() if getattr(request.user, role, False)],
        "header_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "core/no_access.html", context, status=403)


def refuse_page(request: HttpRequest, needs: str | Promise) -> HttpResponse:
    """Respond with 403 on the site, naming the required role."""
    return render(request, "403.html", {"needs": needs}, status=403)
