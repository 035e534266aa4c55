"""The link of the contact of an action is for that contact and that action alone."""

import re

import pytest

from stedennet.agenda.flows.progress import confirm_action
from stedennet.agenda.flows.reminders import send_reminders
from stedennet.agenda.models import Action, Confirmation
from stedennet.core.access import LinkHolder
from stedennet.core.errors import NotAllowed
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition(clock, eindhoven, utrecht):
    speaks_for(eindhoven)
    Action.objects.create(code="SM-1", contact_email="contact@example.org")
    return adopt(make_edition(eindhoven, utrecht, actions=2))


def link_of(address):
    mail = OutgoingMail.objects.filter(to=address).latest("id")
    return re.search(r"/agenda/actie-bijwerken/[^/\s]+/", mail.text)[0]


def test_the_link_of_a_contact_is_of_that_contact_and_that_action(client, edition, clock):
    clock.later(days=31)
    send_reminders()
    link = link_of("contact@example.org")
    assert client.get(link[:-3] + "/").status_code == 410
    with pytest.raises(NotAllowed):
        confirm_action(
            edition.commitments.get(action__code="SM-2"), by=LinkHolder(Action, Action.objects.get(code="SM-1").pk)
        )
    Action.objects.filter(code="SM-1").update(contact_email="ander@example.org")
    assert client.get(link).status_code == 410
    assert not Confirmation.objects.exists()
