"""Where a thing went and what came back, as plain values: counts for everybody, places for who is responsible."""

from typing import Any

from django.urls import reverse

from stedennet.spreading import responses
from stedennet.spreading.models import Channel, Dispatch, Sighting

MOST_UNVERIFIED = 100
URL_KINDS = {
    "initiatives.initiative": "initiatief",
    "calls.call": "oproep",
    "agenda.action": "actie",
    "publications.articlepage": "artikel",
    "events.eventpage": "evenement",
}
"""What each type of thing is called in the address of its page here."""


def count_dispatches(subject: Any) -> dict[str, Any]:
    """In counts, for the page that everybody reads; one query for what went nowhere yet."""
    channels = [
        {"label": Channel(row["channel"]).label, "many": row["many"], "last": row["last"]}
        for row in Dispatch.objects.for_subject(subject).proven().per_channel()
    ]
    came = responses.count_responses(subject) if channels else []
    return {
        "channels": channels,
        "returns": [{"label": label, "many": many} for label, many in came],
        "detail_url": reverse("went", args=[URL_KINDS[subject._meta.label_lower], subject.pk]),
    }


def list_dispatches(subject: Any) -> list[dict[str, Any]]:
    """Each channel, place and day, the newest first; what we do not believe is not among them."""
    rows = Dispatch.objects.for_subject(subject).proven().order_by("-day", "channel", "where")
    return [
        {"label": Channel(row.channel).label, "where": row.where, "day": row.day, "many": row.many} for row in rows
    ]


def list_unverified_sightings(subject: Any) -> list[dict[str, Any]]:
    """The sites that are said to show it, which we did not see often enough to believe; the latest hundred."""
    rows = Sighting.objects.for_subject(subject).unverified().order_by("-last_on", "host")[:MOST_UNVERIFIED]
    return [{"where": row.host, "day": row.last_on} for row in rows]
