"""Deliveries that wait for an inbox that moved go to the new one."""

import datetime as dt

import pytest

from stedennet.core.clock import now
from stedennet.fediverse.flows.forwards import forward_deliveries
from stedennet.fediverse.models import Activity, Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OLD, NEW = "https://elders.example/oud", "https://elders.example/nieuw"


@pytest.fixture
def activities(on, post):
    return [Activity.objects.create(identity=on, post=post, verb=verb, at=now()) for verb in ("Create", "Update")]


def wait(activity, inbox=OLD, **more):
    later = now() + dt.timedelta(days=1)
    return Delivery.objects.create(activity=activity, inbox=inbox, host="elders.example", not_before=later, **more)


def test_what_waits_goes_to_the_new_inbox_at_once(clock, activities):
    rows = [wait(activity, last_error="410") for activity in activities]
    assert forward_deliveries(OLD, NEW) == 2
    for row in rows:
        row.refresh_from_db()
        assert (row.inbox, row.last_error, row.not_before) == (NEW, "", clock.moment)


def test_what_was_delivered_stays_where_it_went(activities):
    wait(activities[0], sent_at=now())
    assert forward_deliveries(OLD, NEW) == 0
    assert Delivery.objects.get().inbox == OLD


def test_what_waits_there_already_does_not_wait_there_twice(activities):
    wait(activities[0])
    wait(activities[0], NEW)
    assert forward_deliveries(OLD, NEW) == 0
    assert Delivery.objects.filter(inbox=NEW).count() == 1
