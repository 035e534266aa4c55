"""Messages to the programme office: relayed once the sender has confirmed the address, with a receipt by mail."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.accounts.models import User
from stedennet.core.errors import Refused
from stedennet.intake.flows import receive_submission
from stedennet.intake.models import Submission
from stedennet.intake.senders import is_doubtful
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import get_office

KIND = "office"


class About(models.TextChoices):
    """What a message to the office is about."""

    QUESTION = "question", gettext_lazy("een vraag")
    MISTAKE = "mistake", gettext_lazy("een fout op de site")
    PRIVACY = "privacy", gettext_lazy("privacy")
    ACCESSIBILITY = "accessibility", gettext_lazy("toegankelijkheid")
    PRESS = "press", gettext_lazy("pers")


@dataclass(frozen=True, kw_only=True)
class OfficeMessage:
    """A message as sent; `language` is the language of the page, `once` identifies the form that was opened."""

    about: str
    text: str
    name: str
    email: str
    language: str
    once: str
    page: str
    person: User | None = None
    behalf_of: str = ""


def submit_office_message(message: OfficeMessage) -> Submission:
    """Receive a message, and mail a link to confirm it. Raises Refused for an unknown kind or a name of others."""
    if message.about not in About.values:
        raise Refused(_("Kies waar het over gaat."), field="about")
    return receive_submission(
        KIND,
        name=message.name,
        email=message.email,
        text=message.text,
        language=message.language,
        once=message.once,
        data={"about": message.about},
        page=message.page,
        person=message.person,
        behalf_of=message.behalf_of,
    )


def relay_office_message(submission: Submission) -> Submission:
    """Mail a confirmed message to the office, and a receipt to the sender. Intake calls this once."""
    about = About(submission.data["about"])
    address, language = get_office()
    context = {"submission": submission, "about": about.label, "doubt": is_doubtful(submission.marks)}
    once = f"{KIND} {submission.pk}"
    queue_mail(
        to=address,
        template="office_message",
        context=context,
        language=language,
        reply_to=submission.email,
        once=once,
    )
    queue_mail(
        to=submission.email,
        template="office_message_sent",
        context=context,
        language=submission.language,
        once=f"{once} sent",
    )
    return submission
