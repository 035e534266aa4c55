"""The cache that all processes share: one event is counted once, and nobody pushes out another's counter."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import transaction

from stedennet.limits.flows import count_event, delete_expired_marks, mark_used
from stedennet.limits.models import Mark

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def later(monkeypatch):
    """Sets the clock so many seconds on."""
    moment = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
    monkeypatch.setattr("stedennet.limits.models.now", lambda: moment)

    def set_clock(seconds):
        monkeypatch.setattr("stedennet.limits.models.now", lambda: moment + dt.timedelta(seconds=seconds))

    return set_clock


def test_events_are_counted_until_the_first_is_too_old(later):
    assert [count_event("form", within=60) for _ in range(3)] == [1, 2, 3]
    later(59)
    assert count_event("form", within=60) == 4
    later(60)
    assert count_event("form", within=60) == 1


def test_a_mark_holds_until_it_expires(later):
    assert mark_used("proof", within=60)
    assert not mark_used("proof", within=60)
    later(60)
    assert mark_used("proof", within=60)


def test_a_thousand_other_keys_push_nothing_out():
    mark_used("mine", within=60)
    for number in range(1000):
        mark_used(f"theirs {number}", within=60)
    assert not mark_used("mine", within=60)
    assert Mark.objects.count() == 1001


def test_only_what_expired_is_forgotten(later):
    mark_used("short", within=60)
    mark_used("long", within=61)
    cache.set("for ever", [1.5], None)
    later(60)
    assert delete_expired_marks() == 1
    assert not mark_used("long", within=60)
    assert cache.get("for ever") == [1.5]


@pytest.mark.parametrize("value", [True, "y", 5, [1790000000.25, 3.0], {"a": None}])
def test_a_value_comes_back_as_it_was(value):
    cache.set("key", value, 60)
    assert cache.get("key") == value
    assert "key" in cache
    assert cache.delete("key")
    assert not cache.delete("key")
    assert cache.get("key", "nothing") == "nothing"


def test_a_value_that_expired_is_not_there(later):
    cache.set("key", 1, 60)
    assert cache.touch("key", 90)
    later(89)
    assert cache.get("key") == 1
    later(90)
    assert cache.get("key") is None
    assert not cache.touch("key", 90)
    with pytest.raises(ValueError):
        cache.incr("key")
    assert cache.add("key", 2, 60)
    assert cache.get("key") == 2


def test_a_time_of_nought_is_over_at_once():
    cache.set("key", 1, 0)
    assert cache.get("key") is None


def test_a_counter_counts_down_too_and_versions_are_apart():
    cache.set("key", 5, 60)
    assert cache.decr("key", 2) == 3
    assert cache.get("key", version=2) is None


def test_no_address_stands_in_the_table():
    mark_used("limit:reaction:192.0.2.1:ada@example.org", within=60)
    mark = Mark.objects.get()
    assert "192.0.2.1" not in f"{mark.key} {mark.value}"
    assert "ada" not in f"{mark.key} {mark.value}"


def test_what_wagtail_copies_of_its_own_tables_stays_in_memory(django_assert_num_queries):
    with django_assert_num_queries(0):
        cache.set("wagtail_site_root_paths", [1], 60)
        assert cache.get("wagtail_site_root_paths") == [1]
        assert cache.add("wagtail_other", 1, 60)
        assert cache.incr("wagtail_other") == 2
        assert cache.touch("wagtail_other", 60)
        assert cache.delete("wagtail_other")
        assert "wagtail_other" not in cache
    cache.clear()
    assert cache.get("wagtail_site_root_paths") is None


def test_a_counter_that_is_one_statement_breaks_no_transaction():
    with transaction.atomic():
        assert count_event("form", within=60) == 1
        assert count_event("form", within=60) == 2
    assert Mark.objects.count() == 1
