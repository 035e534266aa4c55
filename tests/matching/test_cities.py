"""Similar cities, their initiatives that a city lacks, and similar items elsewhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from stedennet.core.clock import now, today
from stedennet.initiatives.models import Adoption
from stedennet.matching import cities, similar_items
from stedennet.matching.models import Preference
from stedennet.network.models import Group, GroupMembership, Organisation
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality

pytestmark = pytest.mark.django_db


def like(city):
    return cities.find_similar_cities(city, day=today())


def titles(alike, but):
    return [one.title for one, _ in cities.find_initiatives_elsewhere(alike, but=but)]


def test_a_city_is_like_who_works_on_the_same(world, eindhoven):
    best = like(eindhoven)
    assert best[0].organisation.name == "Utrecht"
    assert best[0].reasons[0] == "werkt ook aan Smart Mobility"


def test_what_they_do_and_this_city_does_not_with_who_does_it(world, eindhoven):
    (one, who) = cities.find_initiatives_elsewhere(like(eindhoven), but=eindhoven)[0]
    assert (one.title, who) == ("Deelfietsen", ["Utrecht"])
    assert "Slim laden" not in titles(like(eindhoven), eindhoven)


def test_what_it_reuses_already_is_left_out(world, eindhoven, clock):
    one = cities.find_initiatives_elsewhere(like(eindhoven), but=eindhoven)[0][0]
    Adoption.objects.create(initiative=one, organisation=eindhoven, kind=Adoption.Kind.values[0], told_at=now())
    assert titles(like(eindhoven), eindhoven) == []


def test_the_groups_and_the_size_are_reasons(world, eindhoven, utrecht):
    group = Group.objects.create(slug="g5", name="G5", source_url="https://example.org")
    for city in (eindhoven, utrecht):
        GroupMembership.objects.create(group=group, organisation=city, source_url="https://example.org")
    Organisation.objects.filter(pk=eindhoven.pk).update(population=240_000)
    Organisation.objects.filter(pk=utrecht.pk).update(population=360_000)
    said = like(eindhoven)[0].reasons
    assert "ook in G5" in said
    assert "ongeveer even groot" in said


def test_who_opted_out_is_not_named_but_may_look_itself(world, eindhoven, utrecht):
    Preference.objects.create(organisation=utrecht, named=False)
    assert like(eindhoven) == []
    assert like(utrecht)[0].organisation.name == "Eindhoven"


def test_a_city_with_which_nothing_is_shared_is_not_alike(world, eindhoven, clock):
    municipality("GM0003", "Verweg").save()
    assert "Verweg" not in [one.organisation.name for one in like(eindhoven)]


def test_the_queries_do_not_grow_with_the_number_of_cities(world, eindhoven, mobility):
    counts = []
    for number in range(3, 33):
        city = municipality(f"GM{number:04}", f"Stad-{number}", longitude=5.0, latitude=52.0)
        city.save()
        make_initiative(f"Laadpalen {number}", theme=mobility).cities.add(city)
        if number in (5, 32):
            with CaptureQueriesContext(connection) as queries:
                cities.find_initiatives_elsewhere(like(eindhoven), but=eindhoven)
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_what_resembles_an_initiative_elsewhere_is_not_of_the_same_city(world, index, mobility, eindhoven, utrecht):
    for title, city in (("Laadpalen in de wijk Woensel", eindhoven), ("Laadpalen in de wijk Leidsche Rijn", utrecht)):
        make_initiative(title, theme=mobility).cities.add(city)
    shelf = index()
    text = "Slim laden: laadpalen in elke wijk"
    there = similar_items.find_similar_items(
        shelf, "initiative", "0", text, kinds=["initiative"], but_in=["eindhoven"]
    )
    assert [card.title for card in there][:1] == ["Laadpalen in de wijk Leidsche Rijn"]
    assert all(set(card.cities) != {"eindhoven"} for card in there)
    assert "Laadpalen in de wijk Woensel" in [
        card.title for card in similar_items.find_similar_items(shelf, "initiative", "0", text, kinds=["initiative"])
    ]


@pytest.mark.parametrize(("north", "words"), [(0.009, "1 kilometre away"), (0.018, "2 kilometres away")])
def test_one_kilometre_is_not_said_in_the_plural(world, eindhoven, utrecht, north, words):
    Organisation.objects.filter(pk=eindhoven.pk).update(longitude=5.48, latitude=51.44)
    Organisation.objects.filter(pk=utrecht.pk).update(longitude=5.48, latitude=51.44 + north)
    eindhoven.refresh_from_db()
    with override("en"):
        assert words in like(eindhoven)[0].reasons
