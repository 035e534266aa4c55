"""A question for who leads an initiative: relayed, so that no address is shown."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.errors import Refused
from stedennet.intake.flows import check_sender, record_relay
from stedennet.intake.rules import Receipt
from stedennet.outbox.flows import queue_mail, queue_mail_to_unconfirmed

from ..models import Initiative
from ..rules.states import State
from .initiatives import find_recipients


@transaction.atomic
def send_question(
    initiative: Initiative,
    *,
    name: str,
    email: str,
    text: str,
    language: str,
    once: str,
    person: Any = None,
    behalf_of: str = "",
) -> Receipt:
    """Send the question to who answers for it; the asker gets a copy without words of the form, because the address
    may be somebody else's. The same question by the same opened form goes once, another one goes as well; the answer
    says which. Raises Refused for what is not on the site."""
    if initiative.state != State.PUBLISHED:
        raise Refused(_("Dit initiatief staat niet (meer) op de site."))
    check = check_sender(name, person)
    receipt = record_relay("question", once=once, email=email, content=[initiative.pk, name, text])
    if receipt is Receipt.SAME:
        return receipt
    context = {
        "initiative": initiative,
        "name": name,
        "text": text,
        "behalf_of": behalf_of,
        "doubt": bool(check.marks),
    }
    for reader, words in find_recipients(initiative):
        queue_mail(
            to=reader,
            template="initiative_question",
            context=context,
            language=words,
            reply_to=email,
        )
    queue_mail_to_unconfirmed(
        to=email,
        template="initiative_question_sent",
        context=context,
        language=language,
    )
    return receipt
