"""The ledger of dispatches: numbers a day, no persons."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stedennet.core.clock import today
from stedennet.network.models import Organisation
from stedennet.spreading.flows.dispatches import record_dispatch
from stedennet.spreading.models import Channel, Dispatch

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PLACES = st.tuples(st.sampled_from(["1", "2"]), st.sampled_from(Channel.values), st.sampled_from(["", "a.example"]))


def test_the_same_place_on_the_same_day_is_one_line_that_counts():
    record_dispatch("initiatives.initiative", "7", "embed", "example.org")
    record_dispatch("initiatives.initiative", "7", "embed", "example.org", many=4)
    assert [(row.where, row.many) for row in Dispatch.objects.all()] == [("example.org", 5)]


def test_another_day_is_another_line(clock):
    record_dispatch("initiatives.initiative", "7", "digest")
    clock.later(days=1)
    record_dispatch("initiatives.initiative", "7", "digest")
    assert Dispatch.objects.count() == 2


@pytest.mark.parametrize("many", [0, -1])
def test_nothing_is_noted_for_nobody(many):
    record_dispatch("initiatives.initiative", "7", "digest", many=many)
    assert not Dispatch.objects.exists()


def test_an_unknown_channel_is_refused():
    with pytest.raises(ValueError, match="telex"):
        record_dispatch("initiatives.initiative", "7", "telex")


def test_the_database_refuses_a_line_for_nobody():
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(subject_type="x", subject_id="1", channel="digest", day=today(), many=0)


def test_a_thing_tells_how_often_it_went_each_way(eindhoven):
    subject = Organisation._meta.label_lower
    record_dispatch(subject, str(eindhoven.pk), "embed", "a.example", many=2)
    record_dispatch(subject, str(eindhoven.pk), "embed", "b.example", many=3)
    record_dispatch(subject, str(eindhoven.pk), "digest", many=9)
    record_dispatch(subject, "0", "digest", many=9)
    rows = Dispatch.objects.for_subject(eindhoven).per_channel()
    assert [(row["channel"], row["many"]) for row in rows] == [("digest", 9), ("embed", 5)]


class NothingIsLost(TestCase):
    """The sums are right, whatever is recorded in whatever order."""

    @given(st.lists(st.tuples(PLACES, st.integers(1, 1000)), max_size=20))
    def test_the_sum_of_each_place_is_what_was_noted(self, dispatches):
        expected = {}
        for (key, channel, where), many in dispatches:
            record_dispatch("x.y", key, channel, where, many)
            expected[key, channel, where] = expected.get((key, channel, where), 0) + many
        rows = Dispatch.objects.all()
        assert {(row.subject_id, row.channel, row.where): row.many for row in rows} == expected
