"""A question to the people behind an initiative: relayed, so that no address is shown."""

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
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
    person: User | None = None,
    behalf_of: str = "",
) -> Receipt:
    """Relay a question to the contact and the lead's representatives. Raises Refused when it is not published.

    The sender gets a copy without the text of the form, because the typed address may be somebody else's. The same
    question from the same opened form is relayed once, a different one is relayed too; the receipt says which.
    """
    if initiative.state != State.PUBLISHED:
        raise Refused(_("Dit initiatief staat niet (meer) op de site."))
    name_check = check_sender(name, person)
    receipt = record_relay("question", once=once, email=email, content=[initiative.pk, name, text])
    if receipt is Receipt.SAME:
        return receipt
    context = {
        "initiative": initiative,
        "name": name,
        "text": text,
        "behalf_of": behalf_of,
        "doubt": bool(name_check.marks),
    }
    for address, recipient_language in find_recipients(initiative):
        queue_mail(
            to=address,
            template="initiative_question",
            context=context,
            language=recipient_language,
            reply_to=email,
        )
    queue_mail_to_unconfirmed(
        to=email,
        template="initiative_question_sent",
        context=context,
        language=language,
    )
    return receipt
