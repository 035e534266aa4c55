"""Whatever dies and whatever the mail server replies, each addressee gets the mail exactly once.

Every mail that may have arrived twice is counted.
"""

import contextlib
import itertools
from collections import Counter
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.mailing.flows import deliveries
from stedennet.mailing.flows.deliveries import Worker, release_lost_claims
from stedennet.mailing.flows.mailings import count_deliveries, prepare_mailing
from stedennet.mailing.models import Delivery, Mailing
from stedennet.mailing.transport import Result
from tests.builders.mailings import LETTER, Postbox, round_of, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCHEDULES = 250
"""Examples for each number of addressees, 1 to 4: a thousand in total."""
DEATHS = ["nowhere", "before the claim", "after the claim", "before the server", "after the server", "before the note"]
RESULTS = st.sampled_from([Result.LATER, Result.UNSENT, Result.REFUSED, Result.UNKNOWN])
STEP = st.tuples(
    st.sampled_from(["round", "round", "prepare again", "wait"]),
    st.sampled_from(["first", "second"]),
    st.sampled_from(DEATHS),
    st.integers(1, 4),
)
numbers = itertools.count()


class Death(BaseException):
    """The process is killed; nothing catches this."""


def dies_at(place: str, box: Postbox, nth: int):
    """Kill the worker the nth time it reaches this place."""
    remaining = [nth]

    def maybe_die(*_args, **_more):
        remaining[0] -= 1
        if remaining[0] == 0:
            raise Death

    box.before = maybe_die if place == "before the server" else lambda mail: None
    box.after = maybe_die if place == "after the server" else lambda mail: None
    function_name = {"before the claim": "claim_deliveries", "before the note": "record_answers"}.get(place)
    if place == "after the claim":
        return mock.patch.object(
            deliveries.Renderer, "build_mails", maybe_and(deliveries.Renderer.build_mails, maybe_die)
        )
    if function_name is None:
        return contextlib.nullcontext()
    return mock.patch.object(deliveries, function_name, maybe_and(getattr(deliveries, function_name), maybe_die))


def maybe_and(work, maybe_die):
    def both(*args, **more):
        maybe_die()
        return work(*args, **more)

    return both


def prepared(label: str, number: int) -> Mailing:
    with transaction.atomic():
        return prepare_mailing(label, LETTER, [somebody(f"{label}-{index}") for index in range(number)])


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@settings(max_examples=SCHEDULES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    answers=st.dictionaries(st.integers(0, 3), st.lists(RESULTS, min_size=1, max_size=2), max_size=3),
    steps=st.lists(STEP, min_size=1, max_size=4),
)
def test_each_addressee_gets_it_exactly_once(clock, number, answers, steps):
    label = f"s{next(numbers)}"
    mailing, box = prepared(label, number), Postbox()
    box.says = {f"{label}-{index}@example.org": list(results) for index, results in answers.items()}
    refused = {f"{label}-{index}@example.org" for index, results in answers.items() if Result.REFUSED in results}
    workers = {"first": Worker(), "second": Worker()}
    for step, worker_name, place, nth in steps:
        if step == "prepare again":
            assert prepared(label, number) == mailing
        elif step == "wait":
            clock.later(minutes=11)
            release_lost_claims()
        else:
            try:
                with dies_at(place, box, nth):
                    round_of(workers[worker_name], box)
            except Death:
                workers[worker_name] = Worker()  # Another process takes its place.
                box.receive_answers()  # The dead process never receives these.
        assert_honest(mailing, box)
    finish(clock, box, mailing)
    assert_all_have_it(mailing, box, refused)


def finish(clock, box: Postbox, mailing: Mailing) -> None:
    box.before = box.after = lambda mail: None
    worker = Worker()
    while Delivery.objects.filter(mailing=mailing, state__in=["waiting", "claimed"]).exists():
        clock.later(days=1)
        release_lost_claims()
        round_of(worker, box)


def assert_honest(mailing: Mailing, box: Postbox) -> None:
    """At each moment every duplicate is counted, and every mail marked as handed over was accepted."""
    taken = Counter(mail.number for mail in box.mails)
    for pk, state, repeated in Delivery.objects.filter(mailing=mailing).values_list("pk", "state", "repeated"):
        assert taken[pk] <= 1 + repeated
        assert state != "handed_over" or taken[pk] >= 1


def assert_all_have_it(mailing: Mailing, box: Postbox, refused: set[str]) -> None:
    taken = Counter(mail.number for mail in box.mails)
    for row in Delivery.objects.filter(mailing=mailing):
        if row.state == "handed_over":
            assert 1 <= taken[row.pk] <= 1 + row.repeated
        else:
            assert row.state == "failed"
            assert row.email in refused or row.attempts >= 8
    assert count_deliveries(mailing).waiting == 0
    certain = Delivery.objects.filter(mailing=mailing, state="handed_over", repeated=0)
    assert all(taken[row.pk] == 1 for row in certain)
