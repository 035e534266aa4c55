"""The places of somebody who leaves are offered to the next in line."""

import pytest

from stedennet.accounts.erasers import Leaver
from stedennet.events.flows import erasure
from stedennet.events.models import Registration
from tests.builders.events import last_mail

pytestmark = pytest.mark.django_db


def test_the_place_of_who_leaves_goes_to_who_waits(event, come):
    for name in ("ada", "bo", "cas"):
        come(name)
    assert erasure.erase_registrations(Leaver("ada@example.org")) == 1
    assert set(Registration.objects.values_list("email", flat=True)) == {"bo@example.org", "cas@example.org"}
    assert last_mail("cas@example.org").template == "event_offer"


def test_an_address_that_never_registered_changes_nothing(event, come):
    come("ada")
    assert erasure.erase_registrations(Leaver("niemand@example.org")) == 0
    assert Registration.objects.count() == 1
