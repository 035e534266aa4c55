"""What is new: the same thing on one day is told once."""

import datetime as dt

import pytest
from django.db import transaction

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Milestone
from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change
from stedennet.changes.rules import UNKNOWN
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.site import news
from stedennet.site.cards.network import write_news_line
from stedennet.spreading.news import find_news_in_window
from tests.builders.challenges import make_challenge
from tests.builders.editions import adopt, make_edition
from tests.builders.events import make_event
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


def test_what_is_of_long_ago_or_of_an_unknown_day_is_logged_and_no_news(eindhoven):
    with transaction.atomic():
        announce_change(eindhoven, "changed", note="hoort bij G40", day=UNKNOWN)
        announce_change(eindhoven, "changed", note="doet mee", day=today() - dt.timedelta(days=400))
        announce_change(eindhoven, "changed", note="is kandidaat", day=today() - dt.timedelta(days=20))
    lines = [(line["line"], line["day"]) for line in news.list_latest_news(5, subject=eindhoven)]
    assert lines == [("", today()), ("is kandidaat", today() - dt.timedelta(days=20))]
    first = Change.objects.order_by("pk")[0]
    told = find_news_in_window(first.pk, Change.objects.latest_first()[0].pk)
    assert [item.note for item in told] == ["is kandidaat"]


def test_news_of_the_network_tells_nothing_about_examples(eindhoven):
    make_challenge("verzonnen", title="Voorbeeld: stille straten", is_example=True, source_url="")
    make_event("verzonnen", title="Voorbeeld: webinar", is_example=True)
    assert not any("Voorbeeld" in line["title"] for line in news.list_latest_news(9))
