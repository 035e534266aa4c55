"""Every line of the log reaches every subscriber who wants it in exactly one digest, even if the worker dies.

A thousand schedules of subscribing, stopping, changes, clock jumps, concurrent workers, and deaths at any query.
"""

import datetime as dt
from contextlib import contextmanager
from unittest import mock

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stedennet.changes.models import Change
from stedennet.mailing.letters import Letter
from stedennet.mailing.models import Delivery
from stedennet.search.records import Record
from stedennet.spreading import letters, news
from stedennet.spreading.flows import digests, subscriptions
from stedennet.spreading.models import Content, Digest, Subscriber, Subscription
from stedennet.spreading.rules.choices import Rhythm, choose_kinds
from tests.core.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]
KINDS = {"artikelen": ("publications.articlepage", "article"), "oproepen": ("calls.call", "call")}
CHOICES = [choose_kinds(["artikelen"]), choose_kinds(["oproepen"]), choose_kinds(["artikelen", "oproepen"])]


class Died(BaseException):
    """The worker is killed."""


@contextmanager
def killed_at(number: int):
    """Let the process die at its query with this number; anything uncommitted is lost."""
    seen = 0

    def count(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == number:
            raise Died
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


@contextmanager
def another_worker():
    """Let a second worker do a whole round after this one has selected its work."""
    close_window = digests._close_window

    def late(*arguments):
        with mock.patch.object(digests, "_close_window", close_window):
            digests.send_due_digests()
            return close_window(*arguments)

    with mock.patch.object(digests, "_close_window", late):
        yield


STEP = st.one_of(
    st.tuples(st.just("subscribe"), st.sampled_from(CHOICES), st.sampled_from(Rhythm.values)),
    st.tuples(st.just("publish"), st.sampled_from([*KINDS]), st.integers(1, 3)),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("stop"), st.integers(0, 3)),
    st.tuples(st.just("work"), st.integers(0, 14)),
    st.tuples(st.just("work twice")),
    st.tuples(st.just("wait"), st.sampled_from([1, 60, 24 * 60, 8 * 24 * 60, 40 * 24 * 60, -90, -3 * 24 * 60])),
)


class World:
    """The state of the world, and what each window must contain."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.things: list[tuple[str, str]] = []
        self.gone: set[tuple[str, str]] = set()
        self.begun: dict[int, int] = {}
        self.stopped: dict[int, int] = {}
        self.seen: set[int] = set()

    def subscribe(self, choice, rhythm):
        email = f"p{Subscriber.objects.count()}@example.org"
        subscriber = Subscriber.objects.create(email=email, since=self.clock.now())
        subscription = subscriptions.start_subscription(subscriber, choice, rhythm=rhythm, language="nl", page="/")
        self.begun[subscription.pk] = subscription.position

    def publish(self, kind, number):
        for _ in range(number):
            thing = (KINDS[kind][0], str(len(self.things) + 1))
            self.things.append(thing)
            Change.objects.create(
                subject_type=thing[0], subject_id=thing[1], title="x", verb="published", at=self.clock.now()
            )

    def withdraw(self, number):
        if number < len(self.things):
            self.gone.add(self.things[number])

    def stop(self, number):
        subscription = Subscription.objects.active().order_by("pk")[number : number + 1].first()
        if subscription:
            subscriptions.stop_subscription(subscription)
            self.stopped[subscription.pk] = Subscription.objects.get(pk=subscription.pk).position

    def work(self, dies_at):
        try:
            with killed_at(dies_at):
                digests.send_due_digests()
        except Died:
            pass
        self.check()

    def work_twice(self):
        with another_worker():
            digests.send_due_digests()
        self.check()

    def wait(self, minutes):
        self.clock.later(minutes=minutes)

    def check(self):
        """Check that each new digest contains what it must, in one mail."""
        for row in Digest.objects.exclude(pk__in=self.seen).select_related("subscription"):
            self.seen.add(row.pk)
            assert row.subscription_id not in self.stopped
            self.check_window(row)

    def check_window(self, row):
        wanted = [KINDS[kind][0] for kind in row.subscription.choice.kinds]
        lines = Change.objects.filter(pk__gt=row.from_line, pk__lte=row.to_line, subject_type__in=wanted)
        expected = {(line.subject_type, line.subject_id) for line in lines} - self.gone
        mails = Delivery.objects.filter(key=row.key).count()
        if row.state == Digest.State.EMPTY:
            assert (expected, mails) == (set(), 0)
        else:
            sent = [tuple(thing) for thing in Content.objects.get(mailing=row.mailing_id).things]
            assert set(sent) == expected
            assert (len(sent), mails) == (len(expected), 1)

    def check_all(self):
        """Check that the windows of each subscription cover the log from its start, without gap or overlap."""
        end = subscriptions.find_end_of_log()
        for subscription in Subscription.objects.all():
            position = self.begun[subscription.pk]
            for row in subscription.digests.order_by("from_line"):
                assert row.from_line == position
                position = row.to_line
            assert position == self.stopped.get(subscription.pk, end) == subscription.position
        assert Delivery.objects.count() == Digest.objects.exclude(state="empty").count()

    def public(self, subjects):
        """Stand in for the sources of the search room: items that were not withdrawn."""
        kinds = dict(KINDS.values())
        for subject in subjects:
            if subject not in self.gone:
                yield subject, Record(kinds[subject[0]], subject[1], "x", "x")


def plain_letter(choice, news_items, language):
    """Stand in for the layout of a letter: another text is another letter."""
    text = ", ".join(f"{item.subject}" for item in news_items)
    return Letter(subject=text[:100], text=text, html=text, language=language)


class ExactlyOnce(TestCase):
    """Never twice, never lost."""

    @settings(max_examples=1000)
    @given(st.lists(STEP, max_size=10))
    def test_every_line_is_told_once(self, steps):
        clock = Clock(dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC))
        world = World(clock)
        with (
            mock.patch("stedennet.core.clock.timezone", clock),
            mock.patch.object(news, "_find_public_records", world.public),
            mock.patch.object(letters, "build_letter", plain_letter),
        ):
            world.subscribe(CHOICES[2], "dagelijks")
            for name, *values in steps:
                getattr(world, name.replace(" ", "_"))(*values)
            world.wait(80 * 24 * 60)
            world.work(0)
            world.check_all()
