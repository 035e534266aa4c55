"""Fields and filters in which somebody types a city or an organisation."""

import pytest

from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.site.forms.initiatives import ClaimForm, InitiativeForm, SubmitInitiativeForm
from stedennet.site.forms.registrations import RegistrationForm
from stedennet.site.forms.subscriptions import ChangeKindsForm
from tests.builders.organisations import municipality

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def register(db):
    for code, name, slug in (
        ("GM0796", "'s-Hertogenbosch", "s-hertogenbosch"),
        ("GM1900", "Súdwest-Fryslân", "sudwest-fryslan"),
        ("GM0373", "Bergen (NH)", "bergen-nh"),
        ("GM0893", "Bergen (L)", "bergen-l"),
    ):
        save_record(municipality(code, name, slug=slug), by=SYSTEM)


WHICH = "Welke bedoelt u: Bergen (L) / Bergen (NH)?"


@pytest.mark.parametrize(("of", "field"), [(SubmitInitiativeForm, "city"), (RegistrationForm, "organisation")])
def test_a_name_that_two_have_is_asked_about_next_to_the_field(of, field):
    assert of({field: "gemeente Bergen"}).errors[field] == [WHICH]


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("s Hertogenbos", "Bedoelt u 's-Hertogenbosch?"),
        ("Bergen, Noorwegen", "goed gespeld"),
        ("Sudwest Friesland", "Bedoelt u S"),
    ],
)
def test_an_unknown_city_is_asked_back_once_with_suggestions(typed, suggested):
    form = SubmitInitiativeForm({"city": typed})
    (question,) = form.errors["city"]
    assert f"“{typed}” kennen wij niet" in question
    assert suggested in question
    again = SubmitInitiativeForm(form.data)
    assert "city" not in again.errors
    assert again.cleaned_data["city"] == typed
    assert "city" in SubmitInitiativeForm({**form.data, "city": "Nog iets anders"}).errors


@pytest.mark.parametrize("typed", ["Den Bosch", "sudwest fryslan", "Bergen (NH)"])
def test_a_city_that_is_clear_stays_as_it_was_typed(typed):
    form = SubmitInitiativeForm({"city": typed})
    assert "city" not in form.errors
    assert form.cleaned_data["city"] == typed


@pytest.mark.parametrize(("typed", "says"), [("den bosch", None), ("Nergens", "kennen wij niet"), ("bergen", WHICH)])
def test_an_organisation_that_must_be_known_is_found_by_every_name(typed, says):
    errors = ClaimForm({"organisation": typed}).errors.get("organisation", [])
    assert [says in error for error in errors] == ([True] if says else [])


@pytest.mark.parametrize("of", [InitiativeForm, ChangeKindsForm])
def test_a_list_of_cities_is_found_by_every_name(of):
    form = of({"cities": "Den Bosch; SUDWEST FRYSLAN; Sneek; 's hertogenbosch"})
    assert "cities" not in form.errors
    found = [getattr(one, "slug", one) for one in form.cleaned_data["cities"]]
    assert found == ["s-hertogenbosch", "sudwest-fryslan"]


@pytest.mark.parametrize("of", [InitiativeForm, ChangeKindsForm])
def test_a_list_of_cities_says_which_is_unclear_and_which_unknown(of):
    unclear, unknown = of({"cities": "Bergen; Nergens; Den Bosch"}).errors["cities"]
    assert unclear == f"Bergen. {WHICH}"
    assert "kennen wij niet: Nergens." in unknown


@pytest.mark.parametrize("words", ["sudwest", "Den Bosch", "súdwest", "‘s-hertogenbosch"])
def test_the_public_list_finds_the_name_that_people_type(client, words):
    answer = client.get("/organisaties/export.csv", {"q": words})
    assert len(answer.content.decode().splitlines()) == 2
