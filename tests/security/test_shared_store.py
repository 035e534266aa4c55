"""Limits in Redis: shared, kept over restarts of the site, never evicted, and an outage lets nobody past a limit."""

import threading
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.urls import reverse

from stedennet.core.errors import Busy
from stedennet.intake.models import Submission
from stedennet.limits.flows import count_event, mark_used
from stedennet.limits.models import Mark
from stedennet.limits.redis_cache import EvictsKeys

from . import sites
from .attackers import get
from .stores import Store
from .test_database_trouble import fields_of, reader, typed  # noqa: F401
from .test_throttles import (  # noqa: F401
    ada,
    assert_limits_hold_over_processes_and_restarts,
    guess,
    guesses_until_stopped,
    other_process,
)

pytestmark = pytest.mark.xdist_group("shared store")


@pytest.fixture
def store(tmp_path):
    """A Redis server, and this process uses it."""
    store = Store(tmp_path)
    yield store
    store.stop()


@pytest.fixture
def stored(store, settings):
    """The same, and this process counts its limits there."""
    settings.CACHES = {"default": {"BACKEND": "stedennet.limits.redis_cache.SharedRedisCache", "LOCATION": store.url}}
    return store


def test_limits_hold_over_two_processes_at_once_and_after_a_restart(other_process, store):  # noqa: F811
    assert_limits_hold_over_processes_and_restarts(other_process, STEDENNET_CACHE_URL=store.url)
    assert store.client.dbsize() > 0


def test_another_spelling_of_the_host_gives_no_more_attempts(client, ada, stored):  # noqa: F811
    assert guesses_until_stopped(lambda number: guess(client, REMOTE_ADDR=f"198.51.100.{number}")) == 5
    assert not Mark.objects.exists()


def test_the_store_holds_no_address_and_nothing_that_runs(client, ada, stored):  # noqa: F811
    guess(client, REMOTE_ADDR="198.51.100.7")
    keys = _keys(stored)
    kept = [*keys, *(stored.client.get(key) for key in keys)]
    assert len(kept) > 1
    for text in kept:
        assert text.isascii()
        assert b"198.51" not in text
        assert b"ada" not in text


def test_who_makes_up_keys_pushes_out_nobody(stored):
    stored.stop()
    stored.start(maxmemory="3mb", maxmemory_policy="noeviction")
    assert mark_used("mine", within=3600)
    caches["default"].set("a grain", "x", 3600)
    with pytest.raises(Busy):
        _make_up_keys()
    assert caches["default"].get("a grain") == "x"
    with pytest.raises(Busy):
        count_event("another form", within=3600)
    stored.client.config_set("maxmemory", "100mb")
    assert not mark_used("mine", within=3600)


def _make_up_keys():
    for number in range(10_000):
        caches["default"].set(f"theirs {number}", "x" * 10_000, 3600)


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-random", "volatile-lru", "volatile-ttl"])
def test_a_store_that_evicts_is_refused_at_start_and_later(stored, tmp_path, policy):
    stored.stop()
    stored.start(maxmemory="3mb", maxmemory_policy=policy)
    with pytest.raises(EvictsKeys, match=policy):
        count_event("form", within=60)
    program = sites.serve(tmp_path / "site" / "var", STEDENNET_CACHE_URL=stored.url)
    assert program.process.wait(timeout=60) == 1
    said = program.log.read_text()
    assert policy in said
    assert "noeviction" in said
    assert "Traceback" not in said


def test_no_counter_is_left_without_an_end(stored):
    stop = threading.Event()

    def count():
        while not stop.is_set():
            count_event("form", within=1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    lasting = sum(stored.client.ttl(key) == -1 for _ in range(300) if not stop.wait(0.01) for key in _keys(stored))
    stop.set()
    for thread in threads:
        thread.join()
    assert lasting == 0


def _keys(stored):
    return stored.client.keys()


def test_a_value_comes_back_as_it_was_and_ends(stored):
    cache = caches["default"]
    for value in (True, "y", 5, [1790000000.25, 3.0], {"a": None}):
        cache.set("value", value, 60)
        assert cache.get("value") == value
    assert cache.touch("value", 0)
    assert not cache.has_key("value")
    assert cache.add("value", 1, 60)
    assert not cache.add("value", 2, 60)
    assert cache.delete("value")
    with pytest.raises(ValueError, match="no such counter"):
        cache.incr("value")
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}


def test_what_wagtail_copies_of_its_own_stays_in_the_process(stored):
    cache = caches["default"]
    cache.set("wagtail_site_root_paths", [1], 60)
    assert cache.get("wagtail_site_root_paths") == [1]
    assert stored.client.dbsize() == 0


@pytest.mark.django_db
def test_an_outage_lets_nobody_past_a_limit_and_loses_no_words(reader, typed, ada, stored):  # noqa: F811
    stored.stop()
    assert reader.get("/themas/").status_code == 200
    assert reader.get("/initiatieven/aanmelden/").status_code == 200
    answer = reader.post("/initiatieven/aanmelden/", typed)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert fields_of(answer.content.decode()) == typed
    for door, fields in {
        "account_login": {"login": "ada@example.org", "password": "een-heel-lang-wachtwoord"},
        "account_signup": {"email": "x@example.org", "password1": "y", "password2": "y"},
        "account_reset_password": {"email": "ada@example.org"},
    }.items():
        answer = reader.post(reverse(door), fields)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30"), door
    assert "_auth_user_id" not in reader.session
    assert not Submission.objects.exists()
    stored.start()
    assert reader.post("/initiatieven/aanmelden/", {**typed, "once": str(uuid4())}).status_code == 302


def test_the_site_starts_without_its_store_and_says_so(tmp_path, store):
    store.stop()
    program = sites.serve(tmp_path / "site" / "var", STEDENNET_CACHE_URL=store.url)
    try:
        program.wait_until_it_answers()
        assert b" 200 " in get(program.port, "/themas/", headers="X-Forwarded-Proto: https\r\n")[:20]
        assert "STEDENNET_CACHE_URL" in program.log.read_text()
    finally:
        program.end()
