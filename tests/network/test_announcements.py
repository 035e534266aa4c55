"""What the public log says about the register: a fact of long ago is no news of today."""

import datetime as dt

import pytest

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.network.flows.records import save_record
from stedennet.network.models import Participation, ThemeRole


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins_ago", "ends_ago", "is_news"),
    [(3000, None, False), (10, None, True), (3000, 2000, False), (3000, 10, True)],
)
def test_a_lead_of_long_ago_makes_no_news(eindhoven, mobility, begins_ago, ends_ago, is_news):
    days = [today() - dt.timedelta(days=ago) if ago is not None else None for ago in (begins_ago, ends_ago)]
    role = ThemeRole(organisation=eindhoven, theme=mobility, role="lead", begins_on=days[0], ends_on=days[1])
    save_record(role, by=SYSTEM)
    line = Change.objects.latest_first()[0]
    assert line.note.startswith("Eindhoven is trekker van Smart Mobility")
    assert (line.verb, line.is_news, line.fact_on) == ("changed", is_news, days[1] or days[0])


@pytest.mark.django_db
@pytest.mark.parametrize(("source_url", "is_news"), [("https://example.org/leden", False), ("", True)])
def test_a_role_whose_begin_a_source_leaves_open_makes_no_news(eindhoven, mobility, source_url, is_news):
    role = ThemeRole(organisation=eindhoven, theme=mobility, role="participant", source_url=source_url)
    save_record(role, by=SYSTEM)
    line = Change.objects.latest_first()[0]
    assert (line.is_news, line.fact_on) == (is_news, today() if is_news else None)


@pytest.mark.django_db
def test_a_step_of_years_ago_makes_no_news(eindhoven):
    save_record(Participation(organisation=eindhoven, step="interested", on=dt.date(2018, 1, 1)), by=SYSTEM)
    assert not Change.objects.latest_first()[0].is_news
    save_record(Participation(organisation=eindhoven, step="participant", on=today()), by=SYSTEM)
    line = Change.objects.latest_first()[0]
    assert (line.note, line.is_news) == (f"Eindhoven doet mee ({today().year})", True)
