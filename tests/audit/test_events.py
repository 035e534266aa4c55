"""Writing, checking and pruning the security log."""

import datetime as dt
import json
import logging

import pytest
from allauth.core import context
from django.db import transaction
from django.test import RequestFactory
from typer.testing import CliRunner

from stedennet.accounts.models import User
from stedennet.audit.flows.chain import check_security_log
from stedennet.audit.flows.events import prune_security_log, record_security_event
from stedennet.audit.kinds import EventKind, label_of
from stedennet.audit.log_cli import log_app
from stedennet.audit.models import PruneAnchor, SecurityEvent
from stedennet.changes.flows import announce_change as announce
from stedennet.changes.models import Cursor
from stedennet.core import clock
from stedennet.core.access import SYSTEM
from tests.core.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def write(**more):
    return record_security_event(EventKind.ROLE_GRANTED, by=SYSTEM, **more)


@pytest.fixture
def years_pass(monkeypatch):
    def later(days):
        moment = clock.now() + dt.timedelta(days=days)
        monkeypatch.setattr("stedennet.audit.flows.events.now", lambda: moment)

    return later


def test_an_event_says_who_did_what_to_whom_and_follows_the_one_before():
    person = User.objects.create_user("a@example.org")
    first = write(about=person, data={"role": "editor"})
    second = record_security_event(EventKind.SIGNED_IN, by=person, about=person)
    assert (first.by_system, first.by_key, first.data) == (True, None, {"role": "editor"})
    assert (second.by_key, second.about_key) == (person.pk, str(person.pk))
    assert (second.number, second.previous_hash) == (first.number + 1, first.hash)
    assert check_security_log() is None


def test_no_address_stands_in_the_log_but_equal_addresses_have_an_equal_mark(rf):
    with context.request_context(rf.get("/", REMOTE_ADDR="192.0.2.77")):
        events = [
            record_security_event(EventKind.SIGN_IN_FAILED, by=None, address=a)
            for a in ("A@example.org ", "a@example.org")
        ]
    assert len({event.address_mark for event in events}) == 1
    written = json.dumps([event.said() for event in events])
    assert "example.org" not in written
    assert "192.0.2.77" not in written
    assert events[0].network == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.9", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("what?", ""),
    ],
)
def test_of_an_ip_address_only_the_network_is_kept(address, network):
    with context.request_context(RequestFactory().get("/", REMOTE_ADDR=address)):
        assert write().network == network


def test_what_somebody_typed_never_stops_the_log():
    event = write(data={"odd": "nul \0 and lone \ud800", "deep": {"list": [1, None, True, dt.date(2027, 1, 1)]}})
    event.refresh_from_db()
    assert event.data["deep"]["list"] == [1, None, True, "2027-01-01"]
    assert check_security_log() is None


def test_each_committed_event_is_one_json_line(monkeypatch, django_capture_on_commit_callbacks):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    monkeypatch.setattr(logging.getLogger("stedennet.security"), "handlers", [handler])
    with django_capture_on_commit_callbacks(execute=True):
        event = write(data={"role": "editor\nforged line"})
    (line,) = lines
    assert "\n" not in line
    assert json.loads(line)["hash"] == event.hash
    assert json.loads(line)["data"] == {"role": "editor\nforged line"}


def test_an_event_of_a_change_that_was_undone_is_not_there():
    def undone():
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert not SecurityEvent.objects.exists()


def test_pruning_takes_the_old_end_and_the_rest_can_still_be_checked(years_pass, settings):
    old, _ = write(), write()
    years_pass(settings.SECURITY_LOG_DAYS - 1)
    assert prune_security_log() == 0
    years_pass(settings.SECURITY_LOG_DAYS + 1)
    recent = write()
    assert prune_security_log() == 2
    assert not SecurityEvent.objects.filter(number=old.number).exists()
    assert PruneAnchor.objects.get().through == recent.number - 1
    assert check_security_log(expected=(recent.number, recent.hash)) is None
    assert prune_security_log() == 0


@pytest.mark.parametrize("number", [1, 2])
def test_the_command_says_that_all_is_well_and_knows_a_line_kept_elsewhere(number):
    events = [write(), write()]
    answer = CliRunner().invoke(log_app, ["check", "--expect", f"{number}:{events[number - 1].hash}"])
    assert answer.exit_code == 0, answer.output
    assert f"the last is 2:{events[-1].hash}" in answer.output
    for wrong in (f"{number}:{'0' * 64}", f"3:{events[0].hash}"):
        assert CliRunner().invoke(log_app, ["check", "--expect", wrong]).exit_code == 1
    assert CliRunner().invoke(log_app, ["check", "--expect", "nonsense"]).exit_code == 2


def test_a_kind_that_this_version_does_not_know_keeps_its_bare_name():
    assert label_of("something.else") == "something.else"


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_make_one_chain(committing):
    together(*[write for _ in range(6)])
    assert SecurityEvent.objects.count() == 6
    assert check_security_log() is None


@pytest.mark.django_db(transaction=True)
def test_flows_that_write_both_logs_in_either_order_do_not_wait_for_each_other(committing):
    subject = Cursor(pk=1, name="something")

    @transaction.atomic
    def log_then_chain():
        announce(subject, "changed")
        write()

    @transaction.atomic
    def chain_then_log():
        write()
        announce(subject, "changed")

    together(*[log_then_chain, chain_then_log] * 4)
    assert check_security_log() is None
