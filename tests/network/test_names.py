"""Looking up organisations by any spelling that somebody types."""

import datetime as dt
import unicodedata

import pytest

from stedennet.core.access import SYSTEM
from stedennet.core.import_plans import NameIndex
from stedennet.network.flows.names import record_all_names
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation, OrganisationName
from stedennet.network.querysets.names import list_keys_by_name, look_up_organisation, look_up_organisations
from stedennet.network.rules.names import load_other_names, normalise_name
from tests.builders.organisations import municipality

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def add(code, name, slug, **more):
    return save_record(municipality(code, name, slug=slug, **more), by=SYSTEM)


@pytest.fixture
def register(utrecht):
    add("GM0518", "'s-Gravenhage", "s-gravenhage")
    add("GM0796", "'s-Hertogenbosch", "s-hertogenbosch")
    add("GM1900", "Súdwest-Fryslân", "sudwest-fryslan")
    add("GM0373", "Bergen (NH)", "bergen-nh")
    add("GM0893", "Bergen (L)", "bergen-l")
    add("GM0748", "Bergen op Zoom", "bergen-op-zoom")
    add("GM1942", "Gooise Meren", "gooise-meren")
    add("GM0820", "Nuenen, Gerwen en Nederwetten", "nuenen")
    save_record(
        Organisation(kind="province", name="Provincie Utrecht", short_name="Utrecht", slug="provincie-utrecht"),
        by=SYSTEM,
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("utrecht", "Utrecht"),
        ("  UTRECHT ", "Utrecht"),
        ("gemeente Utrecht", "Utrecht"),
        ("Gem. Utrecht", "Utrecht"),
        ("provincie utrecht", "Provincie Utrecht"),
        ("GM0344", None),
        ("Den Haag", "'s-Gravenhage"),
        ("the hague", "'s-Gravenhage"),
        ("’s-Gravenhage", "'s-Gravenhage"),
        ("s Gravenhage", "'s-Gravenhage"),
        ("'s‐gravenhage", "'s-Gravenhage"),
        ("Gravenhage", "'s-Gravenhage"),
        ("den bosch", "'s-Hertogenbosch"),
        ("Den-Bosch", "'s-Hertogenbosch"),
        ("`s Hertogenbosch", "'s-Hertogenbosch"),
        ("sudwest", None),
        ("sudwest fryslan", "Súdwest-Fryslân"),
        (unicodedata.normalize("NFD", "Súdwest–Fryslân"), "Súdwest-Fryslân"),
        ("Sneek", "Súdwest-Fryslân"),
        ("Bussum", "Gooise Meren"),
        ("nuenen", "Nuenen, Gerwen en Nederwetten"),
        ("bergen nh", "Bergen (NH)"),
        ("Bergen (N.H.)", "Bergen (NH)"),
        ("Bergen, Limburg", "Bergen (L)"),
        ("Bergen in Noord-Holland", "Bergen (NH)"),
        ("Nergenshuizen", None),
        ("", None),
        ("'", None),
    ],
)
def test_a_place_is_found_by_every_name_that_people_give_it(register, typed, name):
    found = look_up_organisation(typed)
    assert (found.organisation and found.organisation.name) == name
    assert not found.choices


def test_a_name_that_two_have_is_asked_about(register):
    found = look_up_organisation("bergen")
    assert found.organisation is None
    assert found.question == "Welke bedoelt u: Bergen (L) / Bergen (NH)?"


def test_a_kind_and_a_day_narrow_the_choice(register):
    assert look_up_organisation("Utrecht", kind="province").organisation.name == "Provincie Utrecht"
    assert look_up_organisation("Utrecht", day=dt.date(2026, 1, 1)).organisation.name == "Utrecht"
    Organisation.objects.filter(slug="bergen-l").update(ends_on=dt.date(2020, 1, 1))
    assert look_up_organisation("Bergen", day=dt.date(2026, 1, 1)).organisation.name == "Bergen (NH)"


def test_many_names_cost_one_query(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = look_up_organisations(["Den Haag", "bergen", "Nergens", "den bosch"])
    assert [one.organisation and one.organisation.slug for one in found.values()] == [
        "s-gravenhage",
        None,
        None,
        "s-hertogenbosch",
    ]


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("sudwest", {"sudwest-fryslan"}),
        ("Den Bosch", {"s-hertogenbosch"}),
        ("utrecht", {"utrecht", "provincie-utrecht"}),
        ("bergen", {"bergen-nh", "bergen-l", "bergen-op-zoom"}),
        ("gm0344", {"utrecht"}),
        ("snee", {"sudwest-fryslan"}),
        ("%", set()),
        ("'", set()),
    ],
)
def test_the_filter_of_the_list_finds_a_part_of_any_name(register, typed, slugs):
    assert set(Organisation.objects.resembling(typed).values_list("slug", flat=True)) == slugs


def test_the_names_follow_a_change_and_a_merger(register, utrecht):
    utrecht.name = "Nieuw Utrecht"
    save_record(utrecht, by=SYSTEM)
    assert look_up_organisation("nieuw-utrecht").organisation == utrecht
    old = look_up_organisation("Bergen op Zoom").organisation
    old.ends_on, old.successor = dt.date(2026, 1, 1), utrecht
    save_record(old, by=SYSTEM)
    assert look_up_organisation("bergen op zoom", day=dt.date(2026, 6, 1)).organisation == utrecht


def test_rows_that_came_in_without_a_save_get_their_names_daily(register):
    OrganisationName.objects.all().delete()
    assert look_up_organisation("den haag").organisation is None
    record_all_names()
    assert look_up_organisation("den haag").organisation.slug == "s-gravenhage"


def test_a_cell_of_a_spreadsheet_takes_every_name_and_asks_which_of_two(register):
    rows = Organisation.objects.values_list("pk", "slug", "name")
    names = NameIndex(rows, spoken=list_keys_by_name(), folded=normalise_name)
    assert names.word(names.key("den haag")) == "'s-Gravenhage"
    assert names.word(names.key("bergen-l")) == "Bergen (L)"
    with pytest.raises(ValueError, match=r"Bergen \(L\) / Bergen \(NH\)"):
        names.key("Bergen")
    with pytest.raises(ValueError, match="niet in het register"):
        names.key("Nergens")


def test_every_other_name_has_a_kind_and_no_two_lines_are_the_same():
    lines = [(code, name, kind) for code, names in load_other_names().items() for name, kind in names]
    assert len(set(lines)) == len(lines) > 100
    assert {kind for _code, _name, kind in lines} == {"everyday", "former"}
