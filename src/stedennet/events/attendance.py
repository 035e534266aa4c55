"""The attendees of an event, for editors and the organiser's representatives."""

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed
from stedennet.core.history import record_act
from stedennet.network.access import can_edit_network, is_representative

from .models import EventPage

COLUMNS = ("naam", "e-mail", "organisatie", "stand", "aangemeld op")


def can_see_attendees(event: EventPage, *, by: Actor) -> bool:
    """Whether `by` may see the attendees: serves the links, the pages and the admin."""
    return can_edit_network(by) or bool(event.organiser and is_representative(by, event.organiser, day=today()))


def list_attendees(event: EventPage) -> Iterable[dict[str, str]]:
    """Everybody who registered, in the order of arrival, with COLUMNS as keys."""
    for registration in event.registrations.in_order():
        cells = (
            registration.name,
            registration.email,
            registration.organisation,
            str(registration.get_status_display()),
            f"{localtime(registration.created_at):%Y-%m-%d %H:%M}",
        )
        yield dict(zip(COLUMNS, cells, strict=True))


def export_attendees(event: EventPage, *, by: Actor) -> list[dict[str, str]]:
    """The attendees for a file to download; the security log records who took it. Raises NotAllowed."""
    if not can_see_attendees(event, by=by):
        raise NotAllowed(_("U mag niet zien wie er komen."))
    attendees = list(list_attendees(event))
    record_security_event(
        EventKind.PERSONAL_DATA_EXPORTED, by=by, about=event, data={"what": "registrations", "rows": len(attendees)}
    )
    record_act(event, "events.exported", by=by)
    return attendees
