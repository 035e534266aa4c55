"""The number that a city gives when it is asked how an adoption goes becomes a yield for the other side to confirm."""

from decimal import Decimal

import pytest

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.initiatives.flows import adoptions, follow_ups
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.flows.follow_ups import FollowUpAnswer
from stedennet.initiatives.models import FollowUp
from stedennet.outbox.models import OutgoingMail
from stedennet.yields.flows.follow_up_yields import gather_follow_up_yields
from stedennet.yields.models import Yield
from tests.builders.initiatives import make_initiative
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ANSWER = FollowUpAnswer("in_use", "", Decimal(40), "kWh per jaar", "eigen telling")


@pytest.fixture
def question(mobility, eindhoven, utrecht):
    initiative = make_initiative(theme=mobility, lead=eindhoven)
    adopted = adoptions.submit_adoption(initiative, utrecht, AdoptionData("as_is"), by=speaks_for(utrecht))
    adoptions.answer_adoption(adopted, "confirmed", by=speaks_for(eindhoven))
    return FollowUp.objects.create(adoption=adopted, moment=3, asked_at=now())


def test_a_number_becomes_one_yield_however_often_the_job_runs(question):
    assert gather_follow_up_yields() == 0
    follow_ups.answer_follow_up(question, ANSWER, by=SYSTEM)
    assert gather_follow_up_yields() == 1
    assert gather_follow_up_yields() == 0
    found = Yield.objects.get()
    assert (found.state, found.reported_by.name, found.figure) == ("reported", "Utrecht", "40 kWh per jaar")
    assert [mail.to for mail in OutgoingMail.objects.filter(template="yield_to_confirm")] == ["eindhoven@example.org"]


def test_a_changed_number_replaces_it_and_a_removed_one_takes_it_away(question, editor):
    follow_ups.answer_follow_up(question, ANSWER, by=SYSTEM)
    gather_follow_up_yields()
    follow_ups.answer_follow_up(
        question, FollowUpAnswer("in_use", "", Decimal(50), "kWh per jaar", "telling"), by=SYSTEM
    )
    gather_follow_up_yields()
    assert [found.amount for found in Yield.objects.all()] == [50]
    question.refresh_from_db()
    follow_ups.remove_answer(question, by=editor)
    gather_follow_up_yields()
    assert not Yield.objects.exists()
