"""Lines can be added to the log, and nothing else can be done to it."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change, Cursor
from tests.builders.changes import SUBJECT, titles, write
from tests.core.clock import set_by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CONFLICT = {"unique_fields": ["id"], "update_fields": ["title"]}


def by_sql(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda line: line.delete(),
        lambda line: Change.objects.all().delete(),
        lambda line: Change.objects.update(title="Anders"),
        lambda line: Change(pk=line.pk, title="Anders", verb="changed", at=line.at).save(),
        lambda line: Change.objects.bulk_update([line], ["title"]),
        lambda line: Change.objects.bulk_create([line], update_conflicts=True, **CONFLICT),
        lambda line: by_sql("UPDATE changes_change SET title = 'Anders'"),
        lambda line: by_sql("DELETE FROM changes_change"),
    ],
    ids=[
        "delete one",
        "delete all",
        "update all",
        "save again",
        "bulk update",
        "upsert",
        "UPDATE",
        "DELETE",
    ],
)
def test_a_line_stays_as_it_was_written(attempt):
    line = write("Eindhoven")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt(line)
    assert titles() == ["Eindhoven"]


def test_the_number_of_a_line_is_not_given_out_again():
    line = write("Eindhoven")
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.bulk_create([line])
    assert titles() == ["Eindhoven"]


def test_sqlite_does_not_replace_a_line_either():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    write("Eindhoven")
    columns = ", ".join(field.column for field in Change._meta.fields)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        by_sql(f"REPLACE INTO changes_change ({columns}) SELECT {columns} FROM changes_change")


def test_an_unknown_verb_is_refused_in_python_and_in_the_database():
    with pytest.raises(ValueError, match="painted"):
        write("Eindhoven", "painted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(title="Eindhoven", verb="painted", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def test_a_line_says_about_what_it_is_and_when(monkeypatch):
    clock = set_by_hand(monkeypatch)
    line = announce_change(SUBJECT, "changed", behalf_of="Eindhoven", note="Nieuwe naam", note_en="New name")
    line.refresh_from_db()
    assert (line.subject_type, line.subject_id, line.title) == ("changes.cursor", "1", "something: 0")
    assert (line.verb, line.at, line.behalf_of) == ("changed", clock.moment, "Eindhoven")
    assert (line.note, line.note_en, line.title_en) == ("Nieuwe naam", "New name", "")


def test_what_happened_in_the_past_can_be_written_down_later():
    moment = dt.datetime(2018, 9, 20, 12, tzinfo=dt.UTC)
    assert write("Eindhoven", at=moment).at == moment


def test_words_that_are_too_long_are_shortened_and_not_an_error():
    long = "lange naam " * 40
    line = write(long, title_en=long, behalf_of=long, note=long, note_en=long)
    line.refresh_from_db()
    assert max(len(getattr(line, name)) for name in ("title", "title_en", "behalf_of", "note", "note_en")) <= 200


def test_a_record_knows_its_own_lines():
    write("Eindhoven")
    announce_change(Cursor(pk=2, name="else"), "published", title="Utrecht")
    assert [line.title for line in Change.objects.for_subject(SUBJECT)] == ["Eindhoven"]


def test_the_newest_line_can_come_first():
    for title in ("a", "b", "c"):
        write(title)
    assert [line.title for line in Change.objects.latest_first()] == ["c", "b", "a"]


def test_a_line_outside_a_transaction_is_refused(committing):
    with pytest.raises(RuntimeError, match="transaction"):
        write("Eindhoven")
    assert titles() == []


def test_a_change_that_is_rolled_back_leaves_no_line(committing):
    def half_a_flow():
        with transaction.atomic():
            Cursor.objects.create(name="changed record")
            write("Eindhoven")
            raise DatabaseError

    with pytest.raises(DatabaseError):
        half_a_flow()
    assert titles() == []
    assert not Cursor.objects.exists()


def test_a_part_that_is_rolled_back_takes_only_its_own_lines(committing):
    with transaction.atomic():
        write("a")
        with transaction.atomic():
            write("b")
            transaction.set_rollback(True)
        write("c")
    assert titles() == ["a", "c"]
