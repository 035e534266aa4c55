"""Who comes to an event: for editors and for who represents the organiser."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from stedennet.core.clock import today
from stedennet.network.access import can_keep_network, represents

from .models import EventPage

COLUMNS = ("naam", "e-mail", "organisatie", "stand", "aangemeld op")


def can_see(event: EventPage, *, by: Any) -> bool:
    """Whether `by` may know who comes: serves the links, the pages and the admin."""
    return can_keep_network(by) or bool(event.organiser and represents(by, event.organiser, day=today()))


def rows(event: EventPage) -> Iterable[dict[str, str]]:
    """Everybody who registered, in the order of arrival, under the names of COLUMNS."""
    for one in event.registrations.in_order():
        cells = (
            one.name,
            one.email,
            one.organisation,
            str(one.get_status_display()),
            f"{localtime(one.created_at):%Y-%m-%d %H:%M}",
        )
        yield dict(zip(COLUMNS, cells, strict=True))
