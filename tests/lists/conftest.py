"""Something in every list, with something to filter by in each facet."""

import datetime as dt

import pytest

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.initiatives.models import Initiative
from stedennet.network.flows.records import save_record
from stedennet.network.models import Group, GroupMembership, Organisation, Theme
from stedennet.publications.models import ArticleOrganisation, ArticlePage
from tests.builders.challenges import make_challenge
from tests.builders.yields import make_yield
from tests.fixtures.newsletters import editor  # noqa: F401


@pytest.fixture
def things(_things_to_filter_by, db):
    """One of each thing that a list can show, with something to filter by in each facet."""


@pytest.fixture(scope="module")
def _things_to_filter_by(_things_of_this_file, django_db_blocker):
    with django_db_blocker.unblock():
        mobility, eindhoven = Theme.objects.get(), Organisation.objects.get()
        province = save_record(
            Organisation(kind="province", slug="noord-brabant", name="Noord-Brabant", code="PV30"), by=SYSTEM
        )
        Organisation.objects.filter(pk=eindhoven.pk).update(province=province)
        GroupMembership.objects.create(group=Group.objects.create(slug="g5", name="G5"), organisation=eindhoven)
        ArticleOrganisation.objects.create(
            article=ArticlePage.objects.get(), organisation=eindhoven, state="confirmed"
        )
        initiative = Initiative.objects.get()
        Initiative.objects.update(phase="pilot", begins_on=dt.date(2025, 3, 1), sdgs=[11])
        initiative.cities.add(eindhoven)
        initiative.partners.create(organisation=eindhoven)
        initiative.lessons.create(text="Begin met de bewoners.")
        Action.objects.update(phase="planning")
        Call.objects.update(province=province, initiative=initiative, theme=mobility)
        make_yield(by=eindhoven, call=Call.objects.get())
        make_challenge("klimaat", themes=[mobility], owner=eindhoven, sdgs=[13], title="Wat vraagt het klimaat?")
