"""Pages in /beheer/ for what one person asks and a second person confirms: roles, lost factors, representations."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.refusals import attempt
from stedennet.sections.page import SectionedPage

CONFIRM, REFUSE = "bevestig", "wijs-af"


def page_frame(title: str, icon: str) -> dict[str, Any]:
    """The title, icon and breadcrumb that Wagtail's page frame shows."""
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": icon, "breadcrumbs_items": crumbs}


def waiting_row(asked: Any, *, about: Iterable[str], judge_url: str, may_confirm: bool) -> dict[str, Any]:
    """The row in `accounts/waiting.html` for a record with `user`, `asked_by` and `asked_at`.

    `about` are the lines that say what is asked; its two buttons post to `judge_url`.
    """
    return {
        "person": str(asked.user),
        "email": asked.user.email,
        "about": [line for line in about if line],
        "asked_by": str(asked.asked_by or ""),
        "asked_at": asked.asked_at,
        "judge_url": judge_url,
        "may_confirm": may_confirm,
    }


def is_confirmation(request: HttpRequest) -> bool:
    """Whether the button to confirm was pressed, and not the one to refuse."""
    return request.POST.get("wat") == CONFIRM


def do_and_return(request: HttpRequest, page: SectionedPage, act: Callable[[], str], back: str) -> HttpResponse:
    """Do `act`, say its sentence or why it cannot be, and go back to the path `back`, where typed words still stand.

    Raises NotAllowed.
    """
    with attempt(can_forbid=True) as tried:
        messages.success(request, act())
    if tried.error:
        messages.error(request, tried.message)
    return page.done(back)
