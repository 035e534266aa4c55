"""Somebody who leaves is removed as contact; the initiative stays."""

import pytest

from stedennet.accounts.erasers import Leaver
from stedennet.initiatives.flows import erasure
from stedennet.initiatives.rules.choices import ContactLevel
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db


def test_the_contact_is_emptied_and_that_of_another_initiative_stays(mobility):
    contact = {"contact_name": "Jo", "contact_role": "adviseur", "contact_level": ContactLevel.NAME}
    mine = make_initiative(theme=mobility, contact_email="Jo@example.org", **contact)
    other = make_initiative("Deelfietsen", theme=mobility, contact_email="an@example.org", **contact)
    assert erasure.erase_contacts(Leaver("jo@example.org")) == 1
    for initiative in (mine, other):
        initiative.refresh_from_db()
    assert (mine.contact_email, mine.contact_name, mine.contact_role) == ("", "", "")
    assert mine.contact_level == ContactLevel.NONE
    assert mine.state == "published"
    assert other.contact_name == "Jo"
