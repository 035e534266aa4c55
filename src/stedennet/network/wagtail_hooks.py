"""The network in the admin: lists with filters and search, history and usage, in Dutch."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from stedennet.audit.kinds import EventKind
from stedennet.core import admin_viewsets
from stedennet.core.admin_viewsets import RecordFlows
from stedennet.core.history import register_acts

from . import admin_views, representations_admin
from .access import can_edit_network
from .flows.records import remove_record, save_record
from .models import (
    Group,
    GroupMembership,
    Organisation,
    Participation,
    Representation,
    Theme,
    ThemeLink,
    ThemeRole,
    ThemeScheme,
)

PERIOD = ["begins_on", "begins_precision", "ends_on", "ends_precision"]
SOURCE = ["source_url", "reviewed_on", "next_review_on"]
NOTE = ["note", "note_en"]
ABOUT = ["description", "description_en"]


RECORD_FLOWS = RecordFlows(can_edit_network, save_record, remove_record)
build_viewset = partial(admin_viewsets.build_viewset, keeper=RECORD_FLOWS)


class MergersItem(MenuItem):  # type: ignore[misc]
    """The page of mergers in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may edit the register."""
        return can_edit_network(request.user)


class NetworkGroup(ModelViewSetGroup):  # type: ignore[misc]
    """The menu “Netwerk”."""

    menu_label = _("Netwerk")
    menu_icon = "group"
    menu_order = 150

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists of records, followed by the page of mergers."""
        mergers = MergersItem(_("Samenvoegingen"), reverse("network:mergers"), icon_name="link", order=900)
        return [*super().get_submenu_items(), mergers]

    items = (
        build_viewset(
            Organisation,
            "home",
            [
                "kind",
                "name",
                "short_name",
                "slug",
                "code",
                "tooi_uri",
                "province",
                "seat",
                "website",
                *ABOUT,
                "longitude",
                "latitude",
                "population",
                *PERIOD,
                "successor",
                *SOURCE,
            ],
            list_display=["name", "kind", "code", "province", "ends_on"],
            list_filter=["kind", "province", "ends_on"],
            search_fields=["name", "short_name", "code", "slug", "names__folded"],
        ),
        build_viewset(
            ThemeRole,
            "user",
            ["theme", "organisation", "role", "holder_name", "holder_office", *PERIOD, *NOTE, *SOURCE],
            list_display=["theme", "organisation", "role", "holder_name", "begins_on", "ends_on"],
            list_filter=["role", "theme"],
            search_fields=["organisation__name", "theme__name", "holder_name"],
        ),
        build_viewset(
            Participation,
            "arrow-up-big",
            ["organisation", "step", "on", "precision", *NOTE, *SOURCE],
            list_display=["organisation", "step", "on"],
            list_filter=["step", "on"],
            search_fields=["organisation__name", "note"],
        ),
        build_viewset(
            Theme,
            "tag",
            [
                "scheme",
                "name",
                "name_en",
                "subtitle",
                "slug",
                "colour",
                "icon",
                "position",
                "summary",
                "summary_en",
                *ABOUT,
                *SOURCE,
            ],
            list_display=["name", "scheme", "colour", "position"],
            list_filter=["scheme"],
            search_fields=["name", "name_en", "summary"],
        ),
        build_viewset(
            ThemeScheme,
            "list-ul",
            ["name", "name_en", "slug", "group", "position", *ABOUT, *PERIOD, *SOURCE],
            list_display=["name", "group", "position"],
            search_fields=["name"],
        ),
        build_viewset(
            ThemeLink,
            "link",
            ["theme_a", "kind", "theme_b", *NOTE, *SOURCE],
            list_display=["theme_a", "kind", "theme_b"],
            list_filter=["kind"],
            search_fields=["theme_a__name", "theme_b__name"],
        ),
        build_viewset(
            Group, "group", ["name", "slug", *ABOUT, *SOURCE], list_display=["name"], search_fields=["name"]
        ),
        build_viewset(
            GroupMembership,
            "group",
            ["group", "organisation", *PERIOD, *SOURCE],
            list_display=["organisation", "group", "begins_on", "ends_on"],
            list_filter=["group"],
            search_fields=["organisation__name"],
        ),
        build_viewset(
            Representation,
            "user",
            ["user", "organisation", "office", "may_sign", *PERIOD],
            list_display=["user", "organisation", "may_sign", "granted_at", "begins_on", "ends_on"],
            list_filter=["organisation", "granted_at"],
            search_fields=["user__email", "organisation__name"],
        ),
    )


@hooks.register("register_admin_urls")
def merger_urls() -> list[URLResolver]:
    """The URLs of mergers."""
    pages = [
        path("", admin_views.list_mergers, name="mergers"),
        path("nieuw/", admin_views.add_merger, name="add_merger"),
        path("<int:pk>/terugdraaien/", admin_views.undo_merger, name="undo_merger"),
    ]
    return [path("samenvoegingen/", include((pages, "network")))]


@hooks.register("register_log_actions")
def merger_log_actions(actions: Any) -> None:
    """Name the actions of this room in Wagtail's site history."""
    actions.register_action("network.merge", _("Samenvoegen"), _("Samenvoeging vastgelegd"))
    actions.register_action("network.unmerge", _("Samenvoeging terugdraaien"), _("Samenvoeging teruggedraaid"))


@hooks.register("register_admin_viewset")
def network_viewsets() -> NetworkGroup:
    """Register the menu and its pages with Wagtail."""
    return NetworkGroup()


class RepresentationsMenuItem(MenuItem):
    """The menu item “Vertegenwoordigers bevestigen (2)”, for the programme office."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may edit the register."""
        return can_edit_network(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """The link with the number of waiting representations; set here because all requests share the item."""
        component = super().render_component(request)
        if number := Representation.objects.waiting().count():
            component.label = _("Vertegenwoordigers bevestigen (%(number)s)") % {"number": number}
        return component


@hooks.register("register_settings_menu_item")
def representations_menu_item() -> RepresentationsMenuItem:
    """Place the item next to that of the roles."""
    address = reverse_lazy("representations:list")
    return RepresentationsMenuItem(
        _("Vertegenwoordigers bevestigen"), address, name="representations", icon_name="user", order=611
    )


@hooks.register("register_admin_urls")
def representations_urls() -> list[URLResolver]:
    """The URLs of the page and its buttons."""
    pages = [
        path("", representations_admin.list_waiting_representations, name="list"),
        path("<int:pk>/", representations_admin.decide_representation, name="judge"),
    ]
    return [path("vertegenwoordigers/", include((pages, "representations")))]


register_acts({f"network.{kind.value}": kind.label for kind in EventKind if kind.value.startswith("representation.")})
