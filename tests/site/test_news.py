"""What is new: the same thing on one day is told once."""

import pytest
from django.db import transaction

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Milestone
from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.site import news
from stedennet.site.cards.network import write_news_line
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
    for _repeat in range(10):
        announce_in_transaction(one, note="stap gehaald", title="SM-1 Deelauto's")
    assert len(news.list_latest_news(6, subject=one)) == 1
    clock.later(days=1)
    announce_in_transaction(one, note="stap gehaald", title="SM-1 Deelauto's")
    assert len(news.list_latest_news(6, subject=one)) == 2


def test_that_something_changed_without_what_is_no_news_beside_the_thing_itself(action):
    one, _clock = action
    save_record(Milestone(action=one, title="Stap 1", due_on=today()), by=SYSTEM)
    assert news.list_latest_news(6, subject=one) == []
    assert [line["title"] for line in news.list_latest_news(1)] != []


def test_a_line_names_what_it_is_about(action):
    one, _clock = action
    announce_in_transaction(one, note="stap gehaald", title="SM-1 Deelauto's")
    announce_in_transaction(one, note="SM-1 Deelauto's is klaar", title="SM-1 Deelauto's")
    lines = [line["line"] for line in news.list_latest_news(2)]
    assert lines == ["SM-1 Deelauto's is klaar", "SM-1 Deelauto's: stap gehaald"]


def test_the_page_of_a_thing_repeats_neither_its_name_nor_its_summary(action):
    one, _clock = action
    announce_in_transaction(one, verb="published", note="Wij zoeken deelauto's.", title="SM-1 Deelauto's")
    announce_in_transaction(one, note="stap gehaald", title="SM-1 Deelauto's")
    changed, published = news.list_latest_news(2, subject=one)
    assert (changed["line"], changed["url"]) == ("stap gehaald", "")
    assert (published["line"], str(published["verb_label"])) == ("", "gepubliceerd")


@pytest.mark.parametrize(
    ("title", "note", "line"),
    [
        (
            "Crowd Safety Manager",
            "overname door Den Haag bevestigd",
            "Crowd Safety Manager: overname door Den Haag bevestigd",
        ),
        ("Smart Mobility", "Eindhoven is trekker van Smart Mobility", "Eindhoven is trekker van Smart Mobility"),
        ("smart mobility", "Eindhoven leads Smart Mobility", "Eindhoven leads Smart Mobility"),
        ("Smart Mobility", "", ""),
    ],
)
def test_a_note_without_the_name_gets_it(title, note, line):
    assert write_news_line(title, note) == line


def announce_in_transaction(record, *, verb="changed", note, title):
    with transaction.atomic():
        announce_change(record, verb, note=note, title=title)
