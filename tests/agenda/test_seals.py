"""What is sealed of an edition: all that the parties agreed, as it was laid before them."""

import datetime as dt
import json

import pytest

from stedennet.agenda.flows import editions
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import (
    Indicator,
    IndicatorPoint,
    Milestone,
)
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.network.models import Organisation
from tests.builders.editions import adopt, say

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_sealed_is_what_was_laid_before_the_parties_also_when_a_city_is_renamed(client, draft, eindhoven):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    laid = editions.compute_text_seal(edition.laid_before)
    assert laid in client.get("/agenda/edities/1/").content.decode()
    Organisation.objects.filter(pk=eindhoven.pk).update(name="Lichtstad")
    for party in edition.parties.all():
        say(party)
    edition = editions.take_step(edition, Step.ADOPT, by=SYSTEM)
    assert (edition.seal, "Lichtstad" in edition.sealed) == (laid, False)
    assert client.get("/agenda/edities/1.json").content.decode() == edition.sealed


def test_what_is_sealed_says_by_when_and_how_it_is_measured_also_in_english(draft):
    one = draft.commitments.get(action__code="SM-1")
    one.title_en = "Action one"
    save_record(one, by=SYSTEM)
    Milestone.objects.create(action=one.action, title="Plan", due_on=dt.date(2027, 4, 1), precision="quarter")
    meter = Indicator.objects.create(action=one.action, name="Sensoren", unit="stuks")
    IndicatorPoint.objects.create(indicator=meter, kind="target", on=dt.date(2027, 1, 1), value=40)
    (action, _other) = json.loads(adopt(draft).sealed)["actions"]
    assert action["milestones"] == [{"title": "Plan", "due": "2027-Q2"}]
    assert action["indicators"][0]["targets"] == [{"on": "2027-01-01", "value": "40"}]
    assert action["title_en"] == "Action one"
