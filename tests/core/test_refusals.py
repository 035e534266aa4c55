"""A refusal ends the block of `attempt`, and stands beside its field."""

import pytest
from django import forms

from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.core.refusals import attempt


class NameForm(forms.Form):
    name = forms.CharField()
    email = forms.CharField()


def make_form():
    form = NameForm({"name": "Jo", "email": "jo@example.org"})
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (Refused("Nee.", field="name"), {"name": ["Nee."]}),
        (Refused("Nee."), {"__all__": ["Nee."]}),
        (Refused("Nee.", field="elders"), {"__all__": ["Nee."]}),
        (NotAllowed("Niet u."), {"__all__": ["Niet u."]}),
        (RefusedFields({"name": "Te kort.", "elders": "Ook."}), {"name": ["Te kort."], "__all__": ["Ook."]}),
    ],
)
def test_a_refusal_stands_beside_its_field_or_above_the_form(error, errors):
    form = make_form()
    with attempt(form) as tried:
        raise error
    assert form.errors == errors
    assert tried.error is error
    assert tried.message == str(error)


def test_a_refusal_without_a_field_can_stand_beside_a_chosen_one():
    form = make_form()
    with attempt(form, otherwise="email"):
        raise Refused("Nee.")
    assert form.errors == {"email": ["Nee."]}


def test_a_form_that_nobody_sent_gets_no_sentence():
    form = NameForm()
    with attempt(form) as tried:
        raise Refused("Nee.", field="name")
    assert not form.errors
    assert tried.sentences == {"name": "Nee."}


def test_without_a_refusal_there_is_no_sentence():
    with attempt(make_form()) as tried:
        pass
    assert (tried.error, tried.message, tried.sentences) == (None, "", {})


def test_who_may_not_passes_where_that_is_a_page_of_its_own_and_other_errors_always_pass():
    with pytest.raises(NotAllowed), attempt(make_form(), can_forbid=True):
        raise NotAllowed("Niet u.")
    with pytest.raises(ZeroDivisionError), attempt(make_form()):
        raise ZeroDivisionError
    with attempt(can_forbid=True) as tried:
        raise Refused("Nee.")
    assert tried.message == "Nee."
