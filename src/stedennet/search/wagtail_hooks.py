"""The editors' door: words that mean the same, and what was asked but not found."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core import admin_viewsets
from stedennet.core.admin_viewsets import RecordFlows

from . import admin_views
from .flows.synonyms import can_edit_synonyms, remove_synonyms, save_synonyms
from .models import Synonyms


class NotFoundMenuItem(MenuItem):  # type: ignore[misc]
    """“Gezocht, niet gevonden”, below reports."""

    def is_shown(self, request: Any) -> bool:
        """Editors see it."""
        return can_edit_synonyms(request.user)


@hooks.register("register_admin_viewset")
def synonyms() -> Any:
    """The words that mean the same."""
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
def not_found_url() -> Any:
    """The address of the report."""
    pages = [path("niet-gevonden/", admin_views.list_questions_not_found, name="not_found")]
    return [path("zoeken/", include((pages, "search")))]


@hooks.register("register_reports_menu_item")
def not_found_item() -> NotFoundMenuItem:
    """Its place in the menu."""
    return NotFoundMenuItem(
        _("Gezocht, niet gevonden"), reverse_lazy("search:not_found"), name="not-found", icon_name="search", order=900
    )
