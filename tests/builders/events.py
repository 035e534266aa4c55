"""Events, and people who register."""

import datetime as dt
import re
from uuid import uuid4

from stedennet.core.clock import now
from stedennet.events.flows import index_page, registrations
from stedennet.events.models import EventPage, Registration
from stedennet.intake.flows import confirm_submission
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail


def make_event(slug: str = "webinar", **more) -> EventPage:
    """A published event in ten days with registration, below the index."""
    begin = now() + dt.timedelta(days=10)
    fields = {
        "title": "Webinar",
        "kind": "webinar",
        "summary": "Een uur over licht.",
        "starts_at": begin,
        "ends_at": begin + dt.timedelta(hours=1),
        "registration": True,
        **more,
    }
    event = EventPage(slug=slug, **fields)
    index_page.ensure_index_page().add_child(instance=event)
    event.save_revision().publish()
    event.refresh_from_db()
    return event


def link_in(mail: OutgoingMail) -> str:
    """The secret at the end of the link in a mail."""
    return re.search(r"https?://\S+/([^/\s]+)/", mail.text)[1]


def send_in(event: EventPage, email: str, *, once: str = "") -> Submission:
    """Somebody fills in the form and has not opened the mail yet."""
    return registrations.submit_registration(
        event,
        name=email.split("@")[0],
        email=email,
        organisation="Gemeente Voorbeeld",
        language="nl",
        once=once or str(uuid4()),
        page=f"/evenementen/{event.slug}/",
    )


def last_mail(email: str) -> OutgoingMail:
    """The newest mail to this address."""
    return OutgoingMail.objects.filter(to=email).order_by("-id").first()


def register(event: EventPage, email: str) -> Registration:
    """Somebody fills in the form and opens the link."""
    send_in(event, email)
    confirm_submission(link_in(last_mail(email)))
    return event.registrations.filter(email=email).latest("id")
