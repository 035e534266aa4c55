"""Who wants to join a theme is brought to its lead, or to the office."""

import dataclasses

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.errors import Refused
from stedennet.intake.rules import Receipt
from stedennet.network.flows.join_requests import JoinRequest, submit_join_request
from stedennet.network.flows.records import save_record
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail

pytestmark = pytest.mark.django_db
WISH = JoinRequest("Jo", "jo@example.org", "Breda", "participant", "Wij doen graag mee.", "nl", "1")


def readers(template="join_theme"):
    return sorted(OutgoingMail.objects.filter(template=template).values_list("to", flat=True))


def test_without_anybody_at_the_lead_the_office_reads_it(mobility, lead, settings):
    assert submit_join_request(mobility, WISH) is Receipt.NEW
    assert readers() == [settings.OFFICE_EMAIL]
    assert readers("join_theme_copy") == ["jo@example.org"]


def test_each_active_representative_of_the_lead_reads_it(mobility, lead, eindhoven):
    for name, is_active in (("an", True), ("bo", True), ("weg", False)):
        person = create_person(email=f"{name}@example.org", name=name, password=None, by=SYSTEM)
        save_record(Representation(user=person, organisation=eindhoven), by=SYSTEM)
        person.is_active = is_active
        person.save()
    submit_join_request(mobility, WISH)
    assert readers() == ["an@example.org", "bo@example.org"]


def test_the_same_wish_by_the_same_form_goes_once_and_another_one_goes_too(mobility, lead):
    submit_join_request(mobility, WISH)
    assert submit_join_request(mobility, WISH) is Receipt.SAME
    assert len(readers()) == 1
    submit_join_request(mobility, dataclasses.replace(WISH, message="Wij willen iets anders."))
    assert len(readers()) == 2


def test_nobody_asks_to_lead(mobility, lead):
    with pytest.raises(Refused) as refused:
        submit_join_request(mobility, dataclasses.replace(WISH, role="lead"))
    assert refused.value.field == "role"
