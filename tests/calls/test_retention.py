"""A year after a call closed, the people in it are forgotten."""

import pytest

from stedennet.calls.flows import conversations, retention
from stedennet.calls.models import Message
from stedennet.calls.querysets import funnel
from stedennet.intake.models import Submission
from tests.builders.calls import answered, owner
from tests.core.test_files import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PLAN = ("plan.pdf", GOOD["plan.pdf"])


@pytest.fixture
def talk(call):
    interest = answered(call)
    conversations.send_message(interest, "Hierbij.", by=owner(call), files=[PLAN])
    return interest


def test_a_year_after_closing_persons_are_forgotten_and_the_funnel_stays(clock, call, talk):
    before = funnel.count_funnel()
    clock.later(days=60 + 364)
    assert retention.anonymise_old_calls() == 0
    clock.later(days=3)
    assert retention.anonymise_old_calls() == 1
    assert retention.anonymise_old_calls() == 0
    call.refresh_from_db()
    talk.refresh_from_db()
    assert (call.owner_name, call.owner_email, talk.name, talk.email, talk.together) == ("", "", "", "", "")
    assert not Message.objects.exists()
    assert not Submission.objects.exclude(name="", email="", text="").exists()
    assert funnel.count_funnel() == before
