"""The distribution of a record and the responses to it: counts for everybody, places for the people responsible."""

from typing import Any

from django.db.models import Model
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
"""The name of each content type in the URL of its distribution page."""


def count_dispatches(subject: Model) -> dict[str, Any]:
    """Return the public counts per channel; one query for a record that was not distributed yet."""
    channels = [
        {"label": Channel(row["channel"]).label, "many": row["many"], "last": row["last"]}
        for row in Dispatch.objects.for_subject(subject).proven().per_channel()
    ]
    returned = responses.count_responses(subject) if channels else []
    return {
        "channels": channels,
        "returns": [{"label": label, "many": many} for label, many in returned],
        "detail_url": reverse("went", args=[URL_KINDS[subject._meta.label_lower], subject.pk]),
    }


def list_dispatches(subject: Model) -> list[dict[str, Any]]:
    """List each channel, place and day, newest first, without unverified sightings."""
    rows = Dispatch.objects.for_subject(subject).proven().order_by("-day", "channel", "where")
    return [
        {"label": Channel(row.channel).label, "where": row.where, "day": row.day, "many": row.many} for row in rows
    ]


def list_unverified_sightings(subject: Model) -> list[dict[str, Any]]:
    """List the latest hundred sites reported to show it that too few networks confirmed."""
    rows = Sighting.objects.for_subject(subject).unverified().order_by("-last_on", "host")[:MOST_UNVERIFIED]
    return [{"where": row.host, "day": row.last_on} for row in rows]
