"""What is new: the same thing on one day is told once."""

import datetime as dt

import pytest

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Milestone
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.site import news
from tests.builders.editions import adopt, make_edition
from tests.core.clock import set_by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(monkeypatch, eindhoven):
    clock = set_by_hand(monkeypatch)
    edition = adopt(make_edition(eindhoven))
    clock.later(days=2)
    return edition.commitments.get().action, clock


def test_ten_changes_on_one_day_are_one_line_and_those_of_the_next_day_another(action):
    one, clock = action
    before = len(news.list_latest_news(6, subject=one))
    for number in range(10):
        save_record(Milestone(action=one, title=f"Stap {number}", due_on=today() + dt.timedelta(number)), by=SYSTEM)
    assert len(news.list_latest_news(6, subject=one)) == before + 1
    clock.later(days=1)
    save_record(Milestone(action=one, title="Nog een", due_on=today()), by=SYSTEM)
    assert len(news.list_latest_news(6, subject=one)) == before + 2
