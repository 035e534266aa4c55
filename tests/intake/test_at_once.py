"""Two people at once: one submission, one confirmation, one decision."""

import pytest

from stedennet.accounts.flows import make_moderator
from stedennet.core.access import SYSTEM
from stedennet.core.errors import Refused
from stedennet.intake import flows
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from tests.builders.people import a_person
from tests.builders.submissions import AUTHOR, confirmed, mails_to, send, token_in_mail
from tests.core.threads import together

pytestmark = pytest.mark.django_db


@pytest.mark.database
def test_the_same_form_from_two_threads_at_once_is_one_submission_and_one_mail(committing):
    first, second = together(lambda: send(once="1"), lambda: send(once="1"))
    assert first.pk == second.pk
    assert (Submission.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.database
def test_two_clicks_on_one_link_at_once_confirm_once(committing, settings):
    send()
    token = token_in_mail()
    together(lambda: flows.confirm_submission(token), lambda: flows.confirm_submission(token))
    assert len(mails_to(settings.OFFICE_EMAIL)) == 1


@pytest.mark.database
def test_two_moderators_at_once_give_one_decision(committing, notes):
    moderator = make_moderator(a_person(), by=SYSTEM)
    other = make_moderator(a_person("ma@example.org", "Ma"), by=SYSTEM)
    submission = confirmed()

    def judged(decide):
        try:
            return str(decide().status)
        except Refused as error:
            return error.message

    told = together(
        lambda: judged(lambda: flows.accept_submission(submission, by=moderator)),
        lambda: judged(lambda: flows.reject_submission(submission, by=other, reason="Nee.")),
    )
    submission.refresh_from_db()
    assert submission.status in told
    assert sum("al beoordeeld" in one for one in told) == 1
    assert notes.placed == (submission.status == "accepted")
    assert len(mails_to(AUTHOR)) == 2, "one to confirm, one with the decision"
