"""The crosswalk counts: what stands at a theme of one scheme can be read at its counterpart in the other."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.models import Action
from stedennet.core.access import SYSTEM
from stedennet.lists.registry import LISTS
from stedennet.network.flows.records import save_record
from stedennet.network.models import Theme, ThemeLink, ThemeRole, ThemeScheme
from stedennet.network.rules.crosswalk import relate_themes
from stedennet.site.saved_lists import _saved
from tests.builders.articles import make_article
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality
from tests.fixtures.agenda import vng  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def counterpart(mobility):
    """The theme of another scheme that is the same as mobility."""
    scheme = save_record(ThemeScheme(slug="g40", name="Thema's van de G40"), by=SYSTEM)
    theme = save_record(Theme(scheme=scheme, slug="slim-vervoer", name="Slim vervoer"), by=SYSTEM)
    save_record(ThemeLink(theme_a=mobility, theme_b=theme, kind="same"), by=SYSTEM)
    return theme


@pytest.fixture
def working(mobility, counterpart, eindhoven, utrecht):
    """One city works on the counterpart; that one and another on mobility."""
    for theme, city in ((counterpart, eindhoven), (mobility, eindhoven), (mobility, utrecht)):
        save_record(ThemeRole(theme=theme, organisation=city, role="participant"), by=SYSTEM)


def html(response):
    return response.content.decode()


def test_the_list_counts_each_organisation_once_and_says_through_which_theme(client, working):
    direct = html(client.get("/organisaties/?thema=slim-vervoer"))
    assert "1 organisatie" in direct
    assert "/organisaties/?thema=slim-vervoer&amp;verwant=mee" in direct
    wide = html(client.get("/organisaties/?thema=slim-vervoer&verwant=mee"))
    assert "2 organisaties" in wide
    assert "Waarvan 1 via het verwante thema Smart Mobility" in wide
    assert 'href="/organisaties/?thema=slim-vervoer"' in wide


def test_all_formats_of_a_list_take_the_same_parameter(client, working):
    for path in ("export.csv", "export.json", "feed.atom"):
        assert "Utrecht" not in html(client.get(f"/organisaties/{path}?thema=slim-vervoer"))
        assert "Utrecht" in html(client.get(f"/organisaties/{path}?thema=slim-vervoer&verwant=mee"))
    saved = next(_saved(declared) for declared in LISTS if declared.name == "organisaties")
    chosen = {"thema": "slim-vervoer", "verwant": "mee"}
    assert "Verband: verwante thema’s tellen mee" in saved.describe_filters(chosen)


@pytest.mark.parametrize(
    "declared",
    [declared for declared in LISTS if "verwant" in declared.facet_names],
    ids=lambda declared: declared.name,
)
def test_each_option_counts_what_its_list_shows(declared, working, mobility, counterpart, eindhoven, utrecht, vng):  # noqa: F811
    edition = make_edition(eindhoven, vng, actions=2)
    edition.commitments.get(action__code="SM-1").themes.add(mobility)
    edition.commitments.get(action__code="SM-2").themes.add(mobility, counterpart)
    adopt(edition)
    make_initiative(theme=mobility)
    make_article(themes=[mobility])
    for wide in ({}, {"verwant": "mee"}):
        for theme in (mobility, counterpart):
            chosen = {"thema": theme.slug, **wide}
            for option in declared.options("thema", chosen):
                rows = declared.read({**chosen, "thema": option.value})
                assert option.count == len(list(rows)), (declared.name, chosen, option)


def test_actions_are_counted_through_the_other_scheme(client, mobility, counterpart, eindhoven, vng):  # noqa: F811
    edition = make_edition(eindhoven, vng)
    edition.commitments.get().themes.add(mobility)
    adopt(edition)
    assert Action.objects.get().code not in html(client.get("/agenda/export.json?thema=slim-vervoer"))
    assert Action.objects.get().code in html(client.get("/agenda/export.json?thema=slim-vervoer&verwant=mee"))
    page = html(client.get("/themas/slim-vervoer/?verwant=mee"))
    assert "/agenda/acties/SM-1/" in page
    assert "/agenda/acties/SM-1/" not in html(client.get("/themas/slim-vervoer/"))


def test_the_page_of_a_theme_shows_who_works_on_related_themes_and_leads_to_the_same_list(client, working):
    page = html(client.get("/themas/slim-vervoer/"))
    assert 'href="/themas/slim-vervoer/?verwant=mee"' in page
    assert "Werken aan een verwant thema" not in page
    wide = html(client.get("/themas/slim-vervoer/?verwant=mee"))
    assert "2 organisaties met een rol, waarvan 1 via het verwante thema" in wide
    assert "via Smart Mobility" in wide
    address = re.search(r'href="(/organisaties/\?thema=slim-vervoer&amp;verwant=mee)"', wide)
    assert "2 organisaties" in html(client.get(address[1].replace("&amp;", "&")))


def test_the_division_can_be_counted_through_the_other_scheme(client, working):
    assert "/themas/?verwant=mee" in html(client.get("/themas/"))
    assert "via verwante thema’s" not in html(client.get("/themas/"))
    wide = html(client.get("/themas/?verwant=mee"))
    card = wide.split('href="/themas/slim-vervoer/"')[1].split("</li>")[0]
    assert '<span class="card__number">2</span>' in card
    assert "waarvan 1 via verwante thema’s" in card


def test_a_theme_without_relations_has_no_switch(client, mobility):
    for path in (
        "/themas/smart-mobility/",
        "/organisaties/?thema=smart-mobility",
        "/themas/smart-mobility/?verwant=mee",
    ):
        assert "verwant" not in html(client.get(path))


@pytest.mark.parametrize(
    "query", ["verwant=mee", "thema=x&verwant=mee", "thema=slim-vervoer&verwant=%00", "verwant=x"]
)
@pytest.mark.parametrize(
    "path", ["organisaties", "agenda", "oproepen", "initiatieven", "artikelen", "evenementen", "opgaven"]
)
def test_odd_values_are_no_error(client, working, path, query):
    assert client.get(f"/{path}/?{query}").status_code == 200


@pytest.mark.parametrize("language", ["", "/en"])
def test_both_languages(client, working, language):
    assert client.get(f"{language}/themas/slim-vervoer/?verwant=mee").status_code == 200


class Named:
    """A theme with only an address."""

    def __init__(self, slug):
        self.slug = slug


THEMES = [Named(letter) for letter in "abcd"]


@given(
    st.lists(st.tuples(st.sampled_from(THEMES), st.sampled_from(THEMES), st.sampled_from(["same", "overlap", "part"])))
)
def test_same_and_overlap_count_both_ways_and_a_part_only_for_its_whole(links):
    related = relate_themes(links)
    for first, second, kind in links:
        assert first in related[second.slug]
        assert kind == "part" or second in related[first.slug]
    assert sum(map(len, related.values())) == sum(1 if kind == "part" else 2 for *_pair, kind in links)


def test_ten_times_as_much_costs_no_more_queries(client, working, mobility, counterpart):
    for number in range(6000, 6060):
        city = save_record(municipality(f"GM{number}", f"Stad-{number}"), by=SYSTEM)
        save_record(ThemeRole(theme=mobility, organisation=city, role="participant"), by=SYSTEM)
    for path in ("/themas/slim-vervoer/?verwant=mee", "/organisaties/?thema=slim-vervoer&verwant=mee"):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert "62" in html(client.get(path))
        assert len(queries) <= 15, path
