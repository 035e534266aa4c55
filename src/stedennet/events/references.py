"""The treatment of events when organisations merge."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

from .models import EventPage
from .querysets import EventQuerySet


def filter_upcoming_events(rows: EventQuerySet, day: dt.date) -> EventQuerySet:
    """The events that begin on `day` or later; earlier ones keep their organiser."""
    return rows.filter(starts_at__date__gte=day)


def update_draft_organiser(page: EventPage) -> None:
    """Store the page's organiser in its latest revision, or an editor's next save would restore the old one."""
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
