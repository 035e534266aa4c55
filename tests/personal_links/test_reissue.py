"""The office ends a link whose secret is stored, and its holder gets a new one, by the flow of its own room."""

import re

import pytest

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import approvals, editions
from stedennet.agenda.rules.editions import Step
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import SecurityEvent
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.intake.personal_links import CONFIRMATION_LINK
from stedennet.outbox.models import OutgoingMail
from stedennet.outbox.unconfirmed_addresses import use_mail_quota
from stedennet.personal_links.flows import find_link_of_holder, list_links, replace_link
from stedennet.personal_links.models import ReplacedLink
from stedennet.spreading.flows import wishes
from stedennet.spreading.models import Wish
from stedennet.spreading.personal_links import WISH_LINK
from tests.builders.editions import make_edition
from tests.builders.submissions import send, token_in_mail
from tests.builders.subscriptions import asked, token_in
from tests.fixtures.agenda import vng  # noqa: F401
from tests.fixtures.intake import notes  # noqa: F401

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
PURPOSES = ("confirmation", "wish", "decision")


@pytest.fixture
def waiting(notes, clock, eindhoven, utrecht, vng):  # noqa: F811
    """For each purpose the secret that was mailed, and what finds its row."""
    send(email=ADA)
    confirmation = token_in_mail(ADA)
    wish = asked(ADA)
    party = editions.take_step(make_edition(eindhoven, utrecht, vng), Step.SUBMIT, by=SYSTEM).parties.get(
        organisation=vng
    )
    approvals.send_approval_link(party, ADA, by=SYSTEM)
    decision = decision_in_mail()
    return {
        "confirmation": (confirmation, CONFIRMATION_LINK.find, lambda: token_in_mail(ADA)),
        "wish": (wish, WISH_LINK.find, lambda: token_in(OutgoingMail.objects.latest("pk"))),
        "decision": (decision, approvals.find_party_by_link, decision_in_mail),
    }


def decision_in_mail():
    mail = OutgoingMail.objects.filter(template="decide_by_link", to=ADA).latest("pk")
    return re.search(r"/agenda/akkoord/([^/\s]+)/", mail.text)[1]


@pytest.fixture
def office(db):
    return create_person(email="red@example.org", name="Red", password=None, by=SYSTEM, is_editor=True)


def key_of(purpose):
    (key,) = [key for link, key, _holder in list_links(ADA) if link.purpose == purpose]
    return key


def test_the_office_sees_what_waits_for_an_address(waiting):
    assert {link.purpose for link, _key, _holder in list_links("ADA@example.org")} == set(PURPOSES)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_new_secret_ends_the_one_before_and_no_other(client, waiting, office, purpose):
    old, find, find_new = waiting[purpose]
    row = find(old)
    client.force_login(office, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/beheer/persoonlijke-links/?adres={ADA}").content.decode()
    assert f'name="kind" value="{purpose}"' in page
    assert old not in page
    client.post("/beheer/persoonlijke-links/", {"kind": purpose, "value": key_of(purpose)})
    new = find_new()
    assert new != old
    assert find(old) is None
    assert find(new) == row
    assert [other for other in PURPOSES if waiting[other][1](waiting[other][0]) is None] == [purpose]
    event = SecurityEvent.objects.get(kind=EventKind.LINK_REPLACED)
    assert (event.by_key, event.data) == (office.pk, {"kind": purpose})
    assert not ReplacedLink.objects.exists(), "the row itself has the new hash"


@pytest.mark.parametrize("purpose", PURPOSES)
def test_whoever_has_such_a_link_cannot_have_it_mailed_again(client, waiting, purpose):
    token, find, _find_new = waiting[purpose]
    mails = OutgoingMail.objects.count()
    assert find_link_of_holder(token) is None
    assert client.post(f"/nieuwe-link/{token}/").status_code == 404
    assert find(token) is not None
    assert OutgoingMail.objects.count() == mails


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_moderator_cannot_reissue(waiting, purpose):
    moderator = create_person(email="mo@example.org", name="Mo", password=None, by=SYSTEM, is_moderator=True)
    token, find, _find_new = waiting[purpose]
    with pytest.raises(NotAllowed):
        replace_link(purpose, key_of(purpose), by=moderator)
    submission, wish = Submission.objects.get(), Wish.objects.get()
    for resend, row in ((intake.resend_confirmation_link, submission), (wishes.resend_confirmation_link, wish)):
        with pytest.raises(NotAllowed):
            resend(row, moderator)
    assert find(token) is not None


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_that_was_used_is_not_listed_or_reissued(waiting, purpose):
    keys = {name: key_of(name) for name in PURPOSES}
    submission, wish = Submission.objects.get(), Wish.objects.get()
    intake.confirm_submission(waiting["confirmation"][0])
    wishes.confirm_wish(waiting["wish"][0])
    approvals.submit_approval_by_link(waiting["decision"][0], approval_data())
    assert not {link.purpose for link, _key, _holder in list_links(ADA)} & set(PURPOSES)
    with pytest.raises(Refused):
        replace_link(purpose, keys[purpose], by=SYSTEM)
    for resend, row in ((intake.resend_confirmation_link, submission), (wishes.resend_confirmation_link, wish)):
        with pytest.raises(Refused):
            resend(row, SYSTEM)


def approval_data():
    return approvals.ApprovalData("approved", "De directeur", mandate_body="Het bestuur", mandate_on=today())


def test_the_mail_of_the_office_reaches_an_address_that_got_its_daily_maximum(waiting):
    while use_mail_quota(ADA):
        pass
    replace_link("confirmation", key_of("confirmation"), by=SYSTEM)
    assert CONFIRMATION_LINK.find(token_in_mail(ADA)) == Submission.objects.get()


def test_links_that_can_only_stop_mail_are_not_reissued(waiting):
    for purpose in ("stop", "call_mails"):
        with pytest.raises(Refused):
            replace_link(purpose, "1", by=SYSTEM)
