"""The demo's events: true ones have a source and a day in the past, examples fall on working days and are marked."""

import datetime as dt

import pytest

from stedennet.core.clock import today
from stedennet.demo.events import FOLDER, find_working_day, read_events

EVENTS = read_events()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["slug"])
def test_an_event_is_true_and_has_a_source_or_is_an_example_and_says_so(event):
    if event.get("example"):
        assert event["title"].startswith("Voorbeeld: ")
        assert "source_url" not in event
        return
    assert event["source_url"].startswith("https://")
    assert dt.date.fromisoformat(str(event["start"])[:10]) <= today()
    assert "voorbeeld" not in f"{event['title']} {event['summary']}".lower()


def test_every_file_is_read_once():
    assert len({event["slug"] for event in EVENTS}) == len(EVENTS) == len(list(FOLDER.glob("*.toml"))) - 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-12-11", "2026-12-11"),
        ("2026-12-12", "2026-12-14"),
        ("2026-12-25", "2026-12-28"),
        ("2027-01-01", "2027-01-04"),
    ],
)
def test_an_example_falls_on_a_working_day(day, expected):
    assert find_working_day(dt.date.fromisoformat(day)).isoformat() == expected
