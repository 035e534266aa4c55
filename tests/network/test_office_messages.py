"""A message to the programme office goes on once its sender confirmed, once, with a receipt."""

from uuid import uuid4

import pytest
from django.conf import settings

from stedennet.core.errors import Refused
from stedennet.network.flows.office_messages import About, OfficeMessage, submit_office_message
from stedennet.outbox.models import OutgoingMail
from tests.builders.calls import confirm_for, mails

pytestmark = pytest.mark.django_db
JO = "jo@example.org"


def written(**more) -> OfficeMessage:
    fields = {"about": "mistake", "text": "Op /themas/ staat <b>iets</b> fout.", "name": "Jo", "email": JO}
    return OfficeMessage(**{**fields, "language": "nl", "once": str(uuid4()), "page": "/contact/", **more})


@pytest.mark.parametrize("about", About.values)
def test_the_office_gets_a_confirmed_message_and_the_sender_a_receipt(about):
    submit_office_message(written(about=about))
    assert not OutgoingMail.objects.filter(to=settings.OFFICE_EMAIL).exists()
    confirm_for(JO)
    (mail,) = mails(settings.OFFICE_EMAIL)
    assert (mail.reply_to, mail.subject) == (JO, f"Bericht van Jo: {About(about).label}")
    assert "staat <b>iets</b> fout" in mail.text
    assert "&lt;b&gt;" in mail.html
    (receipt,) = mails(JO, "Wij kregen uw bericht")
    assert "staat <b>iets</b> fout" in receipt.text


def test_the_mail_to_confirm_has_no_word_that_was_typed():
    submit_office_message(written(text="KOOP NU", name="Kooplustig"))
    (mail,) = mails(JO)
    assert not {word for word in ("KOOP NU", "Kooplustig") if word in mail.subject + mail.text + mail.html}


def test_sent_and_confirmed_twice_it_goes_on_once():
    message = written()
    for _ in range(2):
        submit_office_message(message)
    for _ in range(2):
        confirm_for(JO)
    assert len(mails(settings.OFFICE_EMAIL)) == 1


def test_an_unknown_kind_is_refused():
    with pytest.raises(Refused) as refused:
        submit_office_message(written(about="koning"))
    assert refused.value.field == "about"
