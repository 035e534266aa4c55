"""A question about an initiative is relayed to its contact."""

import pytest

from stedennet.initiatives.flows import questions
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_question_is_relayed_and_no_address_is_shown(mobility, eindhoven):
    one = make_initiative(theme=mobility, contact_email="kees@example.org")
    questions.send_question(one, name="Ans", email="ans@example.org", text="Wat kost het?", language="nl", once="1")
    questions.send_question(one, name="Ans", email="ans@example.org", text="Wat kost het?", language="nl", once="1")
    question = OutgoingMail.objects.get(to="kees@example.org", subject__startswith="Vraag")
    copy = OutgoingMail.objects.get(to="ans@example.org")
    assert question.reply_to == "ans@example.org"
    assert "kees@" not in copy.text + copy.subject
    assert "Wat kost het?" not in copy.text
