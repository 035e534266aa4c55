"""The database itself enforces what must always hold, however a row is written."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from stedennet.network.models import (
    Group,
    GroupMembership,
    Organisation,
    Participation,
    Theme,
    ThemeLink,
    ThemeRole,
    ThemeScheme,
)
from tests.builders.organisations import TOOI, municipality

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refuses(record) -> bool:
    """Whether the database refuses this row when our own checks are skipped."""
    try:
        with transaction.atomic():
            type(record)._default_manager.bulk_create([record])
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "0772"},
        {"code": "GM772"},
        {"code": "gm0772"},
        {"code": None},
        {"tooi_uri": None},
        {"tooi_uri": "https://elsewhere.example/gm0772"},
        {"kind": "village"},
        {"longitude": 200.0, "latitude": 52.0},
        {"longitude": 5.0, "latitude": None},
        {"begins_on": dt.date(2020, 1, 1), "ends_on": dt.date(2019, 1, 1)},
        {"begins_on": dt.date(2020, 1, 1), "ends_on": dt.date(2020, 1, 1)},
    ],
    ids=str,
)
def test_a_wrong_municipality_is_refused(wrong):
    fields = {"code": "GM0772", "name": "Eindhoven", **wrong}
    assert refuses(municipality(fields.pop("code"), fields.pop("name"), **{"tooi_uri": f"{TOOI}gm0772", **fields}))


def test_a_right_municipality_is_stored():
    assert not refuses(municipality("GM0772", "Eindhoven"))


def test_a_code_belongs_to_one_organisation(eindhoven):
    assert refuses(municipality("GM0772", "Anders", tooi_uri=f"{TOOI}gm9999"))


def test_a_successor_needs_an_end(eindhoven):
    assert refuses(municipality("GM0001", "Oud", successor=eindhoven))
    assert not refuses(municipality("GM0001", "Oud", successor=eindhoven, ends_on=dt.date(2021, 1, 1)))


def test_a_theme_has_one_open_lead(lead, utrecht):
    assert refuses(ThemeRole(theme=lead.theme, organisation=utrecht, role="lead", begins_on=dt.date(2030, 1, 1)))


def test_a_second_lead_may_not_overlap_the_first(lead, utrecht):
    ThemeRole.objects.filter(pk=lead.pk).update(ends_on=dt.date(2020, 1, 1))
    early = ThemeRole(theme=lead.theme, organisation=utrecht, role="lead", begins_on=dt.date(2019, 1, 1))
    assert refuses(early)
    after = ThemeRole(theme=lead.theme, organisation=utrecht, role="lead", begins_on=dt.date(2020, 1, 1))
    assert not refuses(after)


def test_a_bulk_update_cannot_make_leads_overlap(lead, utrecht):
    ThemeRole.objects.filter(pk=lead.pk).update(ends_on=dt.date(2020, 1, 1))
    ThemeRole.objects.create(theme=lead.theme, organisation=utrecht, role="lead", begins_on=dt.date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeRole.objects.filter(organisation=utrecht).update(begins_on=dt.date(2019, 6, 1))


def test_the_same_role_twice_at_a_time_is_refused(mobility, utrecht):
    ThemeRole.objects.create(theme=mobility, organisation=utrecht, role="participant")
    assert refuses(ThemeRole(theme=mobility, organisation=utrecht, role="participant", begins_on=dt.date(2021, 1, 1)))


def test_an_office_holder_needs_an_office_and_a_lead(mobility, utrecht):
    assert refuses(ThemeRole(theme=mobility, organisation=utrecht, role="lead", holder_name="A. Voorbeeld"))
    assert refuses(
        ThemeRole(
            theme=mobility,
            organisation=utrecht,
            role="follower",
            holder_name="A. Voorbeeld",
            holder_office="wethouder",
        )
    )


def test_a_membership_may_come_back_but_not_twice_at_once(utrecht):
    group = Group.objects.create(name="G5", slug="g5")
    GroupMembership.objects.create(group=group, organisation=utrecht, ends_on=dt.date(2015, 1, 1))
    assert refuses(GroupMembership(group=group, organisation=utrecht, begins_on=dt.date(2014, 1, 1)))
    assert not refuses(GroupMembership(group=group, organisation=utrecht, begins_on=dt.date(2016, 1, 1)))


def test_a_step_is_taken_once_a_day(utrecht):
    Participation.objects.create(organisation=utrecht, step="participant", on=dt.date(2018, 9, 20))
    assert refuses(Participation(organisation=utrecht, step="participant", on=dt.date(2018, 9, 20)))


def test_a_theme_is_not_linked_to_itself(mobility):
    assert refuses(ThemeLink(theme_a=mobility, theme_b=mobility, kind="same"))


def test_a_theme_name_stands_once_in_a_scheme_but_may_stand_in_two(mobility):
    assert refuses(Theme(scheme=mobility.scheme, slug="again", name="Smart Mobility"))
    other = ThemeScheme.objects.create(slug="g40", name="G40-thema's")
    assert not refuses(Theme(scheme=other, slug="smart-mobility-g40", name="Smart Mobility"))


def test_a_dissolved_municipality_stays_readable(eindhoven):
    old = municipality("GM0001", "Oud", successor=eindhoven, ends_on=dt.date(2021, 1, 1))
    old.save()
    assert list(eindhoven.predecessors.all()) == [old]
    assert old in Organisation.objects.all()
    assert old not in Organisation.objects.on(dt.date(2021, 1, 1))
    assert old in Organisation.objects.on(dt.date(2020, 12, 31))
