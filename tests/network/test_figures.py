"""Figures of municipalities: a moment and a source each, many at once, the newest one shown."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed
from stedennet.network.flows.figures import record_figures
from stedennet.network.models import OrganisationFigure
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def figure(organisation, value, **more):
    fields = {
        "kind": "population",
        "on": dt.date(2025, 1, 1),
        "publisher": "CBS",
        "source_url": "https://example.org/cijfers",
    }
    return OrganisationFigure(organisation=organisation, value=value, **{**fields, **more})


def test_the_newest_number_of_inhabitants_is_that_of_the_organisation_and_no_news(eindhoven):
    news = Change.objects.count()
    earlier = figure(eindhoven, 240_000, on=dt.date(2024, 1, 1))
    assert record_figures([figure(eindhoven, 246_000), earlier], by=SYSTEM) == 2
    eindhoven.refresh_from_db()
    assert eindhoven.population == 246_000
    assert Change.objects.count() == news


def test_the_same_moment_again_replaces_it(eindhoven):
    for value in (246_000, 246_417):
        record_figures([figure(eindhoven, value)], by=SYSTEM)
    assert OrganisationFigure.objects.get().value == 246_417


@pytest.mark.parametrize("wrong", [{"source_url": ""}, {"publisher": ""}, {"kind": "urbanity", "value": 6}])
def test_without_a_source_or_outside_the_classes_it_is_refused(eindhoven, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_figures([figure(eindhoven, **{"value": 3, **wrong})], by=SYSTEM)


def test_only_editors_record_them(eindhoven):
    with pytest.raises(NotAllowed):
        record_figures([figure(eindhoven, 1)], by=speaks_for(eindhoven))


def test_the_page_shows_them_with_their_moment_and_source(client, eindhoven):
    urbanity = figure(eindhoven, 1, kind="urbanity", on=dt.date(2024, 1, 1), precision="year")
    record_figures([figure(eindhoven, 246_417), urbanity], by=SYSTEM)
    page = " ".join(client.get("/organisaties/eindhoven/").content.decode().split())
    for text in ("246.417", "(1 januari 2025, CBS)", "zeer sterk stedelijk", "(2024, CBS)"):
        assert text in page
    assert "very strongly urban" in client.get("/en/organisaties/eindhoven/").content.decode()
