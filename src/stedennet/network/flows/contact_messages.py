"""Messages to an organisation: relayed to the people who represent it, and no address is shown."""

from dataclasses import dataclass

from django.db import transaction

from stedennet.accounts.models import User
from stedennet.core.clock import today
from stedennet.intake.flows import check_sender, record_relay
from stedennet.intake.rules import Receipt
from stedennet.outbox.flows import queue_mail, queue_mail_to_unconfirmed
from stedennet.outbox.recipients import or_office

from ..models import Organisation, Representation


@dataclass(frozen=True, kw_only=True)
class ContactMessage:
    """A message as sent; `language` is the language of the page, `once` identifies the form that was opened."""

    name: str
    email: str
    text: str
    language: str
    once: str
    person: User | None = None
    behalf_of: str = ""


@transaction.atomic
def send_contact_message(organisation: Organisation, message: ContactMessage) -> Receipt:
    """Mail the message to the representatives of the organisation, or to the programme office if there are none.

    The sender gets a copy without the text of the form, because the typed address may be somebody else's. The same
    message from the same opened form is relayed once; the receipt says whether it was.
    """
    check = check_sender(message.name, message.person)
    content = [organisation.pk, message.name, message.text]
    receipt = record_relay("contact", once=message.once, email=message.email, content=content)
    if receipt is not Receipt.SAME:
        _mail_message(organisation, message, is_doubtful=bool(check.marks))
    return receipt


def _mail_message(organisation: Organisation, message: ContactMessage, *, is_doubtful: bool) -> None:
    context = {"organisation": organisation, "message": message, "doubt": is_doubtful}
    people = Representation.objects.for_organisation(organisation.pk, day=today())
    for address, language in or_office(people.recipients()):
        queue_mail(to=address, template="contact_message", context=context, language=language, reply_to=message.email)
    queue_mail_to_unconfirmed(
        to=message.email, template="contact_message_sent", context=context, language=message.language
    )
