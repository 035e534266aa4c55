"""Who leaves is the contact of no action any more, and wrote no remark."""

import pytest

from stedennet.accounts.erasers import Leaver
from stedennet.agenda.flows import editions, erasure
from stedennet.agenda.models import Action, DecisionKey
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from tests.builders.editions import secret_for

pytestmark = pytest.mark.django_db


def test_the_contact_of_an_action_is_emptied_and_that_of_another_stays(draft):
    first, second = Action.objects.order_by("code")
    for action, email in ((first, "jo@example.org"), (second, "an@example.org")):
        action.contact_email, action.contact_name = email, "Naam"
        action.save()
    assert erasure.erase_contacts_and_names(Leaver("jo@example.org")) == 1
    for action in (first, second):
        action.refresh_from_db()
    assert (first.contact_email, first.contact_name) == ("", "")
    assert second.contact_email == "an@example.org"


def test_where_a_link_to_decide_was_mailed_to_is_forgotten(draft):
    secret_for(editions.take_step(draft, Step.SUBMIT, by=SYSTEM).parties.first())
    assert erasure.erase_contacts_and_names(Leaver("partij@example.org")) == 1
    assert DecisionKey.objects.get().sent_to == ""
