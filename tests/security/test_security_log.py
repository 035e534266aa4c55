"""Attacks on the security log by somebody who can write to the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from stedennet.accounts.models import User
from stedennet.audit.flows.chain import check_security_log
from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import PruneAnchor, SecurityEvent
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def events():
    return [record_security_event(EventKind.ROLE_GRANTED, by=SYSTEM, data={"role": str(n)}) for n in range(4)]


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def lift_guard(name):
    on = " ON audit_securityevent" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {name}{on}")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_securityevent SET kind = 'sign_in.ok' WHERE number = 2",
        "DELETE FROM audit_securityevent WHERE number = 4",
        "DELETE FROM audit_securityevent",
        "INSERT INTO audit_pruneanchor (through, hash, at) VALUES (3, 'invented', '2027-01-01')",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(events, sql):
    with pytest.raises(DatabaseError):
        run(sql)
    assert SecurityEvent.objects.count() == 4


def test_an_event_cannot_be_replaced(events):
    if connection.vendor == "sqlite":
        columns = (
            "number, at, kind, by_system, about_type, about_key, address_mark, network, data, previous_hash, hash"
        )
        with pytest.raises(DatabaseError):
            run(
                f"INSERT OR REPLACE INTO audit_securityevent ({columns}) "
                "VALUES (2, '2027-01-01', 'x', 0, '', '', '', '', '{}', '', '')"
            )
    with pytest.raises(DatabaseError), transaction.atomic():
        SecurityEvent(number=2, at=now(), kind="x", previous_hash="", hash="").save(force_insert=True)
    assert check_security_log() is None


def test_an_anchor_cannot_be_moved_or_removed(events):
    PruneAnchor.objects.create(through=2, hash=events[1].hash, at=now())
    for change in (lambda: PruneAnchor.objects.update(through=3), lambda: PruneAnchor.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_lifts_the_guards_is_found_by_the_chain(events):
    lift_guard("security_event_stays")
    run("UPDATE audit_securityevent SET by_key = 1, by_system = FALSE WHERE number = 2")
    assert check_security_log().number == 2


def test_an_event_taken_from_the_middle_is_found(events):
    lift_guard("security_event_kept_until_pruned")
    run("DELETE FROM audit_securityevent WHERE number = 3")
    assert check_security_log().number == 3


def test_events_taken_from_the_new_end_are_found_by_a_line_kept_elsewhere(events):
    lift_guard("security_event_kept_until_pruned")
    run("DELETE FROM audit_securityevent WHERE number > 2")
    assert check_security_log(expected=(4, events[3].hash)).number == 4


def test_cutting_off_the_old_end_without_saying_so_is_found(events):
    PruneAnchor.objects.create(through=3, hash=events[2].hash, at=now())
    SecurityEvent.objects.filter(number__lte=3).delete()
    assert check_security_log().number == 3


def test_what_was_written_stays_when_the_account_goes():
    person = User.objects.create_user("a@example.org")
    key = person.pk
    record_security_event(EventKind.SIGNED_IN, by=person, about=person)
    person.delete()
    assert SecurityEvent.objects.get().by_key == key
    assert check_security_log() is None
