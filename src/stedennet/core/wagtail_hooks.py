"""What the editors' menu leaves out."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks


@hooks.register("construct_help_menu")
def keep_doors_of_this_site(request: HttpRequest, items: list[Any]) -> None:
    """Drop the links to Wagtail's own guide: it stands on another host, in English, about another menu."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]
