"""The search in the admin: synonyms, and questions without results."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from stedennet.core import admin_viewsets
from stedennet.core.admin_viewsets import RecordFlows

from . import admin_views
from .flows.synonyms import can_edit_synonyms, remove_synonyms, save_synonyms
from .models import Synonyms


class NotFoundMenuItem(MenuItem):  # type: ignore[misc]
    """The menu item “Gezocht, niet gevonden”, below the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may edit synonyms."""
        return can_edit_synonyms(request.user)


@hooks.register("register_admin_viewset")
def synonyms() -> ModelViewSet:
    """Register the pages of synonyms."""
    return admin_viewsets.build_viewset(
        Synonyms,
        "openquote",
        ["words"],
        keeper=RecordFlows(can_edit_synonyms, save_synonyms, remove_synonyms),
        name="synonyms",
        menu_label=_("Synoniemen"),
        add_to_settings_menu=True,
        list_display=["words"],
        search_fields=["words"],
    )


@hooks.register("register_admin_urls")
def not_found_url() -> list[URLResolver]:
    """The URL of the report."""
    pages = [path("niet-gevonden/", admin_views.list_questions_not_found, name="not_found")]
    return [path("zoeken/", include((pages, "search")))]


@hooks.register("register_reports_menu_item")
def not_found_item() -> NotFoundMenuItem:
    """Place the report in the menu."""
    return NotFoundMenuItem(
        _("Gezocht, niet gevonden"), reverse_lazy("search:not_found"), name="not-found", icon_name="search", order=900
    )
