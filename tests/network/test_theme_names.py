"""Two themes of one name are told apart everywhere; a theme with an English name has a Dutch one beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import remove_record, save_record
from stedennet.network.models import Theme, ThemeRole, ThemeScheme
from stedennet.network.rules.theme_names import find_distinctions
from stedennet.search.sources import read_themes
from tests.builders.articles import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def namesake(mobility):
    """A theme of another scheme with the same name."""
    scheme = save_record(ThemeScheme(slug="g40", name="Thema's van de G40"), by=SYSTEM)
    theme = save_record(Theme(scheme=scheme, slug="vervoer-g40", name=mobility.name.upper()), by=SYSTEM)
    mobility.refresh_from_db()
    return theme


def html(response):
    return response.content.decode()


def test_the_scheme_stands_beside_a_name_only_while_it_recurs(mobility):
    assert mobility.clear_title == mobility.name
    scheme = save_record(ThemeScheme(slug="g40", name="G40"), by=SYSTEM)
    other = save_record(Theme(scheme=scheme, slug="vervoer", name=mobility.name), by=SYSTEM)
    mobility.refresh_from_db()
    assert (str(mobility), str(other)) == (
        f"{mobility.name} ({mobility.scheme.slug.upper()})",
        f"{mobility.name} (G40)",
    )
    other.name = "Vervoer"
    save_record(other, by=SYSTEM)
    mobility.refresh_from_db()
    assert (mobility.clear_title, other.clear_title) == (mobility.name, "Vervoer")


def test_a_theme_that_goes_takes_the_distinction_with_it(mobility, namesake):
    assert mobility.distinction
    remove_record(namesake, by=SYSTEM)
    mobility.refresh_from_db()
    assert mobility.distinction == ""


def test_a_scheme_with_another_address_gives_another_distinction(namesake):
    namesake.scheme.slug = "g45"
    save_record(namesake.scheme, by=SYSTEM)
    namesake.refresh_from_db()
    assert namesake.clear_title.endswith("(G45)")


def test_pages_cards_search_news_and_selects_tell_them_apart(client, mobility, namesake, eindhoven):
    save_record(ThemeRole(theme=namesake, organisation=eindhoven, role="participant"), by=SYSTEM)
    make_article(themes=[mobility])
    full = namesake.clear_title
    for path in (
        "/themas/vervoer-g40/",
        "/organisaties/eindhoven/",
        "/organisaties/",
        "/abonneren/",
        "/themas/",
    ):
        assert full in html(client.get(path)), path
    assert mobility.clear_title in html(client.get("/artikelen/"))
    assert {record.title for record in read_themes(None)} == {mobility.clear_title, full}
    assert Change.objects.filter(note__endswith=f"werkt mee aan {full}").exists()


def test_a_dutch_name_stands_beside_an_english_one_on_dutch_pages(client, mobility):
    mobility.subtitle = "Slim <b>vervoer</b>"
    save_record(mobility, by=SYSTEM)
    for path in ("/themas/", f"/themas/{mobility.slug}/", "/"):
        assert "Slim &lt;b&gt;vervoer" in html(client.get(path)), path
    assert "Slim &lt;b&gt;" not in html(client.get(f"/en/themas/{mobility.slug}/"))
    assert "Slim <b>vervoer</b>" in html(client.get("/themas/export.csv"))
    assert next(iter(read_themes(None))).names[-1] == "Slim <b>vervoer</b>"


NAMES = st.text(alphabet="abAB", max_size=2)


@given(st.dictionaries(st.integers(), st.tuples(st.lists(NAMES, max_size=2), st.sampled_from(["g5", "g40"]))))
def test_exactly_the_names_that_recur_get_a_scheme(themes):
    found = find_distinctions(themes)
    assert found.keys() == themes.keys()
    for key, (names, scheme) in themes.items():
        others = {name.casefold() for other, (words, _s) in themes.items() if other != key for name in words}
        recurs = any(name and name.casefold() in others for name in names)
        assert found[key] == (scheme.upper() if recurs else "")
