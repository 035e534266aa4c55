"""Names that equal or resemble the name of an organisation or an official."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.network.rules.sender_names import NamedOrganisation, build_skeleton, examine_name, fold_name

DEN_HAAG = NamedOrganisation(1, "Den Haag", ("Den Haag", "'s-Gravenhage"), is_municipality=True)
DELFT = NamedOrganisation(2, "Delft", ("Delft",), is_municipality=True)
VNG = NamedOrganisation(3, "Vereniging van Nederlandse Gemeenten", ("Vereniging van Nederlandse Gemeenten", "VNG"))
REGISTER = [DEN_HAAG, DELFT, VNG]


@pytest.mark.parametrize(
    "name",
    [
        "Den Haag",
        "gemeente den haag",
        "GEMEENTE  DEN-HAAG",
        "Gem. Den Haag",
        "Gemeente Dén Haag",
        "Ｇｅｍｅｅｎｔｅ Den Haag",
        "'s-Gravenhage",
        "VNG",
        "vereniging van nederlandse gemeenten",
        "Municipality of Den Haag",
    ],
)
def test_an_organisations_very_name_in_any_spelling(name):
    assert examine_name(name, REGISTER).equals


@pytest.mark.parametrize(
    "name",
    [
        "Gеmееntе Dеn Hааg",
        "Gemeente Dεn Haag",
        "Gemeente Den Нaag",
        "G3meente D3n H44g",
        "Gemeente De1ft",
        "Ge meente Den Haag",
        "G e m e e n t e D e n H a a g",
        "Gemeente Den Hag",
        "Jan van Gemeente Den Haag",
        "Gerneente Den Haag",
        "Gemeente Delfft",
        "Vereniging van Nederlandse Gemeente",
    ],
)
def test_a_name_that_only_looks_like_one(name):
    found = examine_name(name, REGISTER)
    assert not found.equals
    assert found.looks_like


@pytest.mark.parametrize(
    "name",
    [
        "Burgemeester van Delft",
        "burgemeester Jansen",
        "Wethouder P. de Vries",
        "Вurgemeester van Delft",
        "W3thouder Jansen",
        "Het college van B&W",
        "B en W van Delft",
        "De Mayor of Delft",
    ],
)
def test_an_official(name):
    assert examine_name(name, REGISTER).is_official


def test_an_official_of_the_register():
    holders = {"Saskia Bruines": "wethouder"}
    assert examine_name("saskia  bruines", REGISTER, holders).is_official
    assert not examine_name("Saskia de Wit", REGISTER, holders)


@pytest.mark.parametrize("name", ["Redactie", "De moderator", "Programmabureau Stedennet", "Red4ctie"])
def test_the_programme_office(name):
    assert examine_name(name, REGISTER).is_office


@pytest.mark.parametrize(
    "name",
    [
        "Jan Jansen",
        "Piet den Haag",
        "Anna Delft",
        "Fatima el Amrani",
        "Иван Петров",
        "李明",
        "Γιώργος Παπαδόπουλος",
        "O'Brien",
        "",
        "Minouche Wethmar",
        "José Ñandú",
        "Siebe Sjoerdsma-de Haan",
    ],
)
def test_ordinary_names_are_left_alone(name):
    assert not examine_name(name, REGISTER)


def test_an_organisation_for_which_the_sender_speaks_is_left_out():
    assert not examine_name("Gemeente Delft", [VNG])


LOOK_ALIKES = {"a": "аαa", "e": "еe", "o": "оοo0", "i": "іi1l", "c": "сc", "p": "рp"}


@given(st.data())
def test_whatever_letters_it_is_written_with_it_looks_the_same(data):
    name = "Gemeente Delft in Europa"
    written = "".join(data.draw(st.sampled_from(LOOK_ALIKES.get(sign, sign))) for sign in name)
    assert build_skeleton(written) == build_skeleton(name)


@given(st.text())
def test_any_text_can_be_compared(text):
    assert build_skeleton(build_skeleton(text)) == build_skeleton(build_skeleton(build_skeleton(text)))
    assert fold_name(fold_name(text)) == fold_name(text)
    examine_name(text, REGISTER)


def test_a_name_of_eight_letters_is_compared_and_a_shorter_one_is_not():
    register = [
        NamedOrganisation(4, "Eindhoven", ("Eindhoven",), is_municipality=True),
        NamedOrganisation(5, "Zaanstad", ("Zaanstad",), is_municipality=True),
    ]
    assert examine_name("Eindhovn", register).looks_like
    assert not examine_name("Zaanstd", register).looks_like
