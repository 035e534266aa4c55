"""Maps of areas: each place is drawn and named, names do not cover each other, and the legend counts what is there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.clock import today
from stedennet.network.boundaries import read_boundaries
from stedennet.network.models import Organisation, Participation, Theme
from stedennet.network.querysets.growth import Growth
from stedennet.site.cards.growth_maps import build_chosen_map
from stedennet.site.cards.maps import Layer, build_map
from stedennet.site.drawings.maps import LETTER, LINE, Place, Shapes, draw_map, fit_frame
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality

BOUNDARIES = read_boundaries()
SHAPES = Shapes(BOUNDARIES, BOUNDARIES.municipalities)
LAYERS = [Layer("lead", "trekt"), Layer("participant", "doet mee"), Layer("other", "anders", is_listed=False)]
places = st.lists(
    st.builds(
        Place,
        longitude=st.floats(3.4, 7.2),
        latitude=st.floats(50.8, 53.5),
        code=st.sampled_from(["", "GM0344", "GM0772", "GM9999"]),
        layer=st.sampled_from(["lead", "participant", "other"]),
        name=st.sampled_from(["", "Ee", "Utrecht", "'s-Hertogenbosch"]),
        title=st.text(max_size=8),
        url=st.sampled_from(["", "/organisaties/utrecht/"]),
        colour=st.sampled_from(["", "rood"]),
    ),
    min_size=1,
    max_size=30,
)


def count_areas(drawing) -> int:
    return len(re.findall(r'class="map__area', drawing["areas"]))


@given(places)
def test_every_place_is_an_area_or_a_dot_and_is_named(found):
    drawing = draw_map(found, SHAPES, ["lead", "participant", "other"])
    assert count_areas(drawing) == len(found)
    assert drawing["areas"].count("<title>") == len(found)
    assert drawing["areas"].count("<circle") == sum(place.code not in BOUNDARIES.municipalities for place in found)
    assert drawing["areas"].count("<a ") == sum(bool(place.url) for place in found)


@given(places)
def test_names_never_cover_each_other_and_stay_inside(found):
    drawing = draw_map(found, SHAPES, ["lead", "participant", "other"])
    boxes = []
    for label in drawing["labels"]:
        long = len(label["name"]) * LETTER
        left = label["x"] - {"start": 0, "middle": long / 2, "end": long}[label["side"]]
        assert left >= -1
        assert left + long <= drawing["width"] + 1
        boxes.append((left, left + long, label["y"]))
    for number, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[:number]:
            assert left >= other_right - 1 or other_left >= right - 1 or abs(y - other_y) >= LINE - 1


@given(places)
def test_the_legend_and_the_list_hold_every_place_once(found):
    card = build_map(found, LAYERS, title="Kaart")
    assert len(card["own"]) + sum(row["count"] for row in card["legend"]) == len(found)
    for group in card["lists"]:
        counts = {str(row["label"]): row["count"] for row in card["legend"]}
        assert len(group["places"]) == counts[str(group["label"])]


def test_more_dots_than_anybody_can_tell_apart_are_one_shape_a_layer():
    found = [Place(4 + number / 1000, 52, layer="other", title=f"Plaats {number}") for number in range(600)]
    areas = draw_map([*found, Place(code="GM0772", title="Eindhoven")], SHAPES, ["other"])["areas"]
    assert areas.count("h0") == 600
    assert areas.count("<title>") == 1


def test_hostile_words_in_a_title_stay_words():
    drawing = draw_map([Place(5.1, 52.1, title="</title><script>alert(1)</script>", url='/"x')], SHAPES, ["other"])
    assert "<script" not in drawing["areas"]
    assert 'href="/"x"' not in drawing["areas"]


def test_without_a_place_there_is_no_map():
    assert build_map([], LAYERS, title="Kaart") is None
    assert build_map([Place(code="GM9999")], LAYERS, title="Kaart") is None


def test_places_elsewhere_get_a_frame_of_their_own():
    card = build_map([Place(13.4, 52.5), Place(9.99, 53.55)], LAYERS, title="Karte")
    assert card["borders"] == ""
    assert card["source"] == ""
    assert count_areas(card) == 2


@given(st.lists(st.tuples(st.floats(-179, 179), st.floats(-89, 89)), min_size=1, max_size=10))
def test_a_fitted_frame_holds_its_points(points):
    frame = fit_frame(points)
    for longitude, latitude in points:
        x, y = frame.locate(longitude, latitude)
        assert -1 <= x <= frame.width + 1
        assert -1 <= y <= frame.height + 1


def test_the_outline_of_the_first_layer_is_drawn_last():
    found = [Place(code="GM0772", layer="lead", title="Eindhoven"), Place(code="GM0344", title="Utrecht")]
    areas = draw_map(found, SHAPES, ["lead", "other"])["areas"]
    assert areas.index("Utrecht") < areas.index("Eindhoven")


@pytest.fixture
def growth(lead, utrecht, eindhoven):
    Organisation.objects.filter(pk=eindhoven.pk).update(longitude=5.48, latitude=51.44)
    Participation.objects.create(organisation=utrecht, step="participant", on="2020-05-01")
    Participation.objects.create(organisation=eindhoven, step="participant", on="2018-09-20")
    return Growth.load(day=today())


def titles(chosen_map) -> list[str]:
    return re.findall(r"<title>([^<]*)</title>", chosen_map["map"]["areas"])


def test_a_past_year_shows_what_held_at_its_end(growth):
    themes = list(Theme.objects.select_related("scheme"))
    now, then = (build_chosen_map(growth, themes, {"jaar": year}) for year in ("", "2019"))
    assert sorted(titles(now)) == ["Eindhoven trekt Smart Mobility (G5)", "Utrecht doet mee"]
    assert now["map_past_day"] == ""
    assert sorted(titles(then)) == ["Eindhoven trekt Smart Mobility (G5)", "Utrecht"]
    assert then["map_past_day"] == "31 december 2019"


def test_a_role_of_an_unknown_begin_is_on_no_map_of_the_past(growth, lead):
    type(lead).objects.update(begins_on=None)
    themes = list(Theme.objects.select_related("scheme"))
    assert "Eindhoven doet mee" in titles(build_chosen_map(growth, themes, {"jaar": "2019"}))
    assert "Eindhoven trekt Smart Mobility (G5)" in titles(build_chosen_map(growth, themes, {}))


@pytest.mark.parametrize(
    "query",
    [
        *("?thema=smart-mobility", "?thema=x", "?jaar=1", "?jaar=x", "?jaar=2019&thema=smart-mobility", "?kaart=x"),
        *("?kaart=provincies", "?kaart=provincies&thema=smart-mobility", "?jaar=²", "?thema=" + "a" * 500),
    ],
)
def test_any_choice_is_an_answer(client, growth, query):
    assert client.get(f"/verbreding/{query}").status_code == 200
    assert client.get(f"/en/verbreding/{query}").status_code == 200


def test_the_map_of_initiatives_leads_to_the_list_of_each_city(client, mobility, eindhoven, utrecht):
    for number in range(3):
        make_initiative(f"Lantaarn {number}", theme=mobility).cities.add(eindhoven)
    make_initiative("Fiets", theme=mobility).cities.add(utrecht)

    page = client.get("/initiatieven/?weergave=kaart&thema=smart-mobility").content.decode()

    assert "Eindhoven: 3 initiatieven" in page
    assert "Utrecht: 1 initiatief" in page
    link = re.search(r'href="([^"]*stad=eindhoven[^"]*)"><title>Eindhoven: 3', page).group(1).replace("&amp;", "&")
    assert "3 initiatieven" in client.get(link).content.decode()


def test_a_municipality_without_a_boundary_is_a_dot(client, growth):
    Organisation.objects.create(
        **{f: getattr(municipality("GM9998", "Nieuwstad"), f) for f in ("kind", "name", "slug", "code", "tooi_uri")},
        longitude=5.2,
        latitude=52.2,
    )
    page = client.get("/verbreding/").content.decode()
    assert re.search(r"<title>Nieuwstad</title><circle", page)
