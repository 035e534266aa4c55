"""Subscriptions, and the mails around them."""

import re

from stedennet.outbox.models import OutgoingMail
from stedennet.spreading.flows import wishes
from stedennet.spreading.models import Subscriber, Subscription
from stedennet.spreading.rules.choices import Choice, choose_kinds

ADA = "ada@example.org"
ALL = choose_kinds(["artikelen", "initiatieven", "oproepen", "evenementen", "agenda"])


def asked(email: str = ADA, choice: Choice = ALL, **more) -> str:
    """Submit a wish; return the token in the confirmation mail."""
    values = {"rhythm": "wekelijks", "language": "nl", "page": "/abonneren/", "once": f"{email} {choice}", **more}
    wishes.submit_wish(email, choice, **values)
    return token_in(OutgoingMail.objects.filter(to=email).latest("pk"))


def token_in(mail: OutgoingMail) -> str:
    """The token of the confirmation link in a mail."""
    return re.search(r"/abonneren/bevestigen/([^/\s]+)/", mail.text)[1]


def subscribed(email: str = ADA, choice: Choice = ALL, **more) -> Subscription:
    """A confirmed subscription."""
    subscriber = wishes.confirm_wish(asked(email, choice, **more))
    return Subscription.objects.active().of(subscriber).latest("pk")


def addresses() -> list[str]:
    """Every address that is still stored."""
    return [email for email in Subscriber.objects.values_list("email", flat=True) if email]
