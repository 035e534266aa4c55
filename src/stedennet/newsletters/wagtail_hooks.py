"""The editors' door: the menu and the addresses of its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.history import register_acts

from . import admin_views
from .access import can_compose


class NewsletterItem(MenuItem):  # type: ignore[misc]
    """The menu “Nieuwsbrieven”."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who composes them."""
        return can_compose(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> NewsletterItem:
    """Tell Wagtail of the menu."""
    return NewsletterItem(_("Nieuwsbrieven"), reverse("newsletters:index"), icon_name="mail", order=165)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """The addresses of the editor's pages."""
    pages = [
        path("", admin_views.index, name="index"),
        path("<int:pk>/", admin_views.compose, name="compose"),
        path("<int:pk>/voorbeeld/", admin_views.preview, name="preview"),
        path("<int:pk>/brief/", admin_views.as_mail, name="as_mail"),
        path("<int:pk>/ontvangers/", admin_views.recipients, name="recipients"),
    ]
    return [path("nieuwsbrieven/", include((pages, "newsletters"), namespace="newsletters"))]


register_acts(
    {
        "newsletters.scheduled": _("Nieuwsbrief gepland"),
        "newsletters.taken_back": _("Nieuwsbrief weer concept"),
        "newsletters.sent": _("Nieuwsbrief verstuurd"),
        "newsletters.stopped": _("Nieuwsbrief gestopt"),
    }
)
