"""Each database gives the same columns in one combined query as in a query for each table."""

import datetime as dt
from decimal import Decimal

import pytest

from stedennet.agenda.models import Action, Commitment, Indicator, IndicatorPoint, Milestone
from stedennet.core.combined_reads import read_together
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme, ThemeRole
from stedennet.publications.models import ArticlePage
from tests.builders.articles import make_article
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def read_columns(instances):
    """The value of every column of every row, with its type."""
    return [
        {name: (type(value), value) for name, value in vars(instance).items() if not name.startswith("_")}
        for instance in instances
    ]


def test_dates_moments_numbers_lists_and_empty_values_come_back_as_they_are(mobility, lead, eindhoven):
    make_initiative(theme=mobility, lead=eindhoven, sdgs=[3, 11], costs_low=20_000, begins_on=dt.date(2020, 2, 29))
    make_article(themes=[mobility])
    adopt(make_edition(eindhoven))
    action = Action.objects.get()
    Milestone.objects.create(action=action, title="Klaar", due_on=dt.date(2027, 1, 1))
    indicator = Indicator.objects.create(action=action, name="Auto's", unit="stuks")
    IndicatorPoint.objects.create(indicator=indicator, kind="value", on=dt.date(2026, 1, 1), value=Decimal("12.3456"))
    rows = [
        model._default_manager.order_by("pk")
        for model in (Organisation, Theme, ThemeRole, Initiative, ArticlePage, Commitment, Milestone, IndicatorPoint)
    ]
    together = read_together(*rows)
    assert all(together)
    for instances, alone in zip(together, rows, strict=True):
        assert read_columns(instances) == read_columns(alone)
