"""Wagtail admin: the menu item and URLs of the newsletter pages."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.history import register_acts

from . import admin_views
from .access import can_compose


class NewslettersMenuItem(MenuItem):  # type: ignore[misc]
    """Menu item for newsletters."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to people who may compose newsletters."""
        return can_compose(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> NewslettersMenuItem:
    """Add newsletters to the admin menu."""
    return NewslettersMenuItem(_("Nieuwsbrieven"), reverse("newsletters:index"), icon_name="mail", order=165)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    """Register the URLs of the editors' pages."""
    pages = [
        path("", admin_views.list_newsletters, name="index"),
        path("<int:pk>/", admin_views.compose_newsletter, name="compose"),
        path("<int:pk>/voorbeeld/", admin_views.preview_newsletter, name="preview"),
        path("<int:pk>/brief/", admin_views.show_mail, name="as_mail"),
        path("<int:pk>/ontvangers/", admin_views.list_recipients, name="recipients"),
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
