"""What a merger of organisations does with events."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

from .models import EventPage


def filter_upcoming_events(rows: Any, day: dt.date) -> Any:
    """The events that begin on this day or later; an earlier one keeps the organiser that it had."""
    return rows.filter(starts_at__date__gte=day)


def update_draft_organiser(page: EventPage) -> None:
    """Let the newest revision name the page's organiser; else an editor's next save brings the old one back."""
    if revision := page.latest_revision:
        revision.content["organiser"] = page.organiser_id
        revision.save(update_fields=["content"])


REFERENCES = [
    OrganisationReference(
        "events.EventPage",
        "organiser",
        _("evenementen die nog komen"),
        Treatment.MOVE,
        rows=filter_upcoming_events,
        subject=lambda page: page if page.live else None,
        after=update_draft_organiser,
    ),
]
