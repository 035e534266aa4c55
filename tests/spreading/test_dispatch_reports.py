"""People report that an item also went through a channel of their own."""

import datetime as dt

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.spreading.flows import dispatch_reports
from stedennet.spreading.models import Dispatch
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative(mobility):
    return make_initiative(theme=mobility)


def tell(subject, by=SYSTEM, **more):
    dispatch_reports.report_dispatch(subject, by=by, **{"where": "De krant", "many": 1200, "day": today(), **more})


def test_it_stands_in_the_ledger(initiative):
    tell(initiative, where=" De krant ")
    row = Dispatch.objects.for_subject(initiative).get()
    assert (row.channel, row.where, row.many, row.day) == ("other", "De krant", 1200, today())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"where": " "}, "where"),
        ({"where": "jo@example.org"}, "where"),
        ({"many": 0}, "many"),
        ({"many": 1_000_001}, "many"),
        ({"day": dt.date(2009, 12, 31)}, "day"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(initiative, wrong, field):
    with pytest.raises(Refused) as refused:
        tell(initiative, **wrong)
    assert refused.value.field == field
    assert not Dispatch.objects.exists()


def test_a_day_to_come_is_refused(initiative):
    with pytest.raises(Refused):
        tell(initiative, day=today() + dt.timedelta(days=1))


def test_somebody_who_has_nothing_to_do_with_it_notes_nothing(initiative):
    stranger = create_person(email="s@example.org", name="S", password=None, by=SYSTEM)
    with pytest.raises(NotAllowed):
        tell(initiative, by=stranger)
