"""What a flow answers instead of doing the thing."""

import pytest

from stedennet.core.errors import DomainError, NotAllowed, Refused, RefusedFields


@pytest.mark.parametrize("kind", [NotAllowed, Refused])
def test_an_error_is_a_sentence_for_the_reader(kind):
    error = kind("Dat mag niet.")
    assert (str(error), error.message, error.field) == ("Dat mag niet.", "Dat mag niet.", "")
    assert isinstance(error, DomainError)


def test_an_error_may_belong_to_a_field():
    assert Refused("Kies een rol.", field="role").field == "role"


def test_several_fields_are_one_refusal_with_every_sentence():
    error = RefusedFields({"name": "Vul een naam in.", "code": "De code bestaat al."})
    assert isinstance(error, Refused)
    assert str(error) == "Vul een naam in.; De code bestaat al."
    assert error.fields == {"name": "Vul een naam in.", "code": "De code bestaat al."}


def test_not_being_allowed_is_not_a_refusal_by_a_rule():
    assert not isinstance(NotAllowed("Nee."), Refused)
