"""Followers read the log at their own pace, and get every line once."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stedennet.changes.flows import follow_changes
from stedennet.changes.models import Cursor
from tests.builders.changes import write

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Follower:
    """A reader with a name; `seen` is what it kept in the database, `handed` what came in, also in vain."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.handed: list[str] = []

    def read(self, *, limit: int = 500, crash: bool = False) -> int:
        def work(lines):
            for line in lines:
                self.handed.append(line.title)
                Cursor.objects.create(name=f"{self.name} saw {line.title}", position=line.pk)
            if crash:
                raise InterruptedError

        return follow_changes(self.name, work, limit=limit)

    @property
    def seen(self) -> list[str]:
        start = f"{self.name} saw "
        rows = Cursor.objects.filter(name__startswith=start).order_by("id").values_list("name", flat=True)
        return [name.removeprefix(start) for name in rows]


@pytest.fixture
def index() -> Follower:
    return Follower("index")


def test_a_reader_gets_each_line_once_and_in_order(index):
    for title in ("a", "b", "c"):
        write(title)
    assert index.read() == 3
    write("d")
    assert index.read() == 1
    assert index.read() == 0
    assert index.seen == ["a", "b", "c", "d"]


def test_a_reader_may_take_a_few_at_a_time(index):
    for title in ("a", "b", "c"):
        write(title)
    assert [index.read(limit=2) for _ in range(3)] == [2, 1, 0]
    assert index.seen == ["a", "b", "c"]


def test_nothing_new_is_not_handed_over():
    assert follow_changes("index", pytest.fail) == 0


def test_a_new_reader_starts_at_the_beginning(index):
    write("a")
    index.read()
    digest = Follower("digest")
    digest.read()
    assert digest.seen == ["a"]


def test_readers_do_not_hinder_each_other(index):
    digest = Follower("digest")
    write("a")
    index.read()
    write("b")
    with pytest.raises(InterruptedError):
        digest.read(crash=True)
    index.read()
    assert index.seen == ["a", "b"]
    assert digest.seen == []


def test_a_reader_that_fails_gets_the_same_lines_again(index):
    write("a")
    index.read()
    write("b")
    write("c")
    with pytest.raises(InterruptedError):
        index.read(crash=True)
    assert index.seen == ["a"]
    index.read()
    assert index.handed == ["a", "b", "c", "b", "c"]
    assert index.seen == ["a", "b", "c"]


names = st.sampled_from(["index", "digest"])
steps = st.one_of(
    st.tuples(st.just("write"), st.integers(1, 4)),
    st.tuples(st.just("write and roll back"), st.integers(1, 4)),
    st.tuples(st.just("read"), names, st.integers(1, 5)),
    st.tuples(st.just("crash"), names, st.integers(1, 5)),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(steps, max_size=25))
def test_whatever_happens_each_committed_line_arrives_once_and_in_order(some):
    with transaction.atomic():
        written: list[str] = []
        followers = {name: Follower(name) for name in ("index", "digest")}
        for number, (step, *details) in enumerate(some):
            if step.startswith("write"):
                batch = [f"{number}-{count}" for count in range(details[0])]
                write_batch(batch, roll_back=step != "write")
                written += batch if step == "write" else []
            else:
                with contextlib.suppress(InterruptedError):
                    followers[details[0]].read(limit=details[1], crash=step == "crash")
            for follower in followers.values():
                assert follower.seen == written[: len(follower.seen)]
        for follower in followers.values():
            follower.read()
            assert follower.seen == written
        transaction.set_rollback(True)


def write_batch(batch: list[str], *, roll_back: bool) -> None:
    with transaction.atomic():
        for title in batch:
            write(title)
        transaction.set_rollback(roll_back)
