"""Shared by the tests of spreading: a clock, a city, a theme, and subscribers."""

import re

import pytest

from stedennet.outbox.models import OutgoingMail
from stedennet.spreading.flows import wishes
from stedennet.spreading.models import Subscriber, Subscription
from stedennet.spreading.rules.choices import Choice, choose_kinds
from tests.core.clock import set_by_hand
from tests.core.threads import committing  # noqa: F401
from tests.network.conftest import eindhoven, mobility, utrecht  # noqa: F401

ADA = "ada@example.org"
ALL = choose_kinds(["artikelen", "initiatieven", "oproepen", "evenementen", "agenda"])


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


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
