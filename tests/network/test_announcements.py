"""What the public log says about the register: a fact of long ago is no news of today."""

import datetime as dt

import pytest

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.network.flows.records import save_record
from stedennet.network.models import Participation, ThemeRole
from stedennet.network.rules.announcements import Announcement, is_news

TODAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(("age", "news"), [(-30, True), (0, True), (60, True), (61, False), (3000, False)])
def test_a_fact_is_news_for_sixty_days(age, news):
    announcement = Announcement(None, "doet mee", "takes part", on=TODAY - dt.timedelta(days=age))
    assert is_news(announcement, today=TODAY) == news


def test_a_fact_without_a_day_is_news_when_it_is_entered():
    assert is_news(Announcement(None, "hangt samen", "relates"), today=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins_ago", "ends_ago", "note"),
    [
        (3000, None, ""),
        (10, None, "Eindhoven is trekker van Smart Mobility"),
        (3000, 2000, ""),
        (3000, 10, "Eindhoven is trekker van Smart Mobility (tot "),
    ],
)
def test_a_lead_of_long_ago_makes_no_news(eindhoven, mobility, begins_ago, ends_ago, note):
    days = [today() - dt.timedelta(days=ago) if ago is not None else None for ago in (begins_ago, ends_ago)]
    role = ThemeRole(organisation=eindhoven, theme=mobility, role="lead", begins_on=days[0], ends_on=days[1])
    save_record(role, by=SYSTEM)
    line = Change.objects.latest_first()[0]
    assert line.note.startswith(note)
    assert bool(line.note) == bool(note)
    assert line.verb == "changed"


@pytest.mark.django_db
def test_a_step_of_years_ago_makes_no_news(eindhoven):
    save_record(Participation(organisation=eindhoven, step="interested", on=dt.date(2018, 1, 1)), by=SYSTEM)
    assert Change.objects.latest_first()[0].note == ""
    save_record(Participation(organisation=eindhoven, step="participant", on=today()), by=SYSTEM)
    assert Change.objects.latest_first()[0].note == f"Eindhoven doet mee ({today().year})"
