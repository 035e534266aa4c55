"""Calls, and answers to them."""

import datetime as dt
from uuid import uuid4

from stedennet.calls.flows import conversations, submissions
from stedennet.calls.flows.conversations import InterestData
from stedennet.calls.flows.submissions import CallData
from stedennet.calls.models import Call, Interest
from stedennet.calls.rules.reviews import QUESTIONS
from stedennet.core.access import LinkHolder
from stedennet.core.clock import now, today
from stedennet.intake.flows import confirm_submission
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import link_in

GOOD = dict.fromkeys(QUESTIONS, 5)


def owner(call) -> LinkHolder:
    """Somebody with the personal link of the call."""
    return LinkHolder(Call, call.pk)


def sender(interest) -> LinkHolder:
    """The sender of an answer, by the personal link of the interest."""
    return LinkHolder(Interest, interest.pk)


def asking(**more) -> CallData:
    """What somebody types."""
    fields = {
        "kind": "looking",
        "title": "Wie bouwt een kaart?",
        "what_for": "Stille plekken vinden.",
        "work": "Een kaart bouwen.",
        "closes_on": today() + dt.timedelta(days=60),
        "organisation": "Eindhoven",
        "name": "Jo",
        "email": "jo@example.org",
        "theme": "smart-mobility",
        "wanted": ["company"],
        "gives": ["money"],
    }
    return CallData(**{**fields, **more})


def confirm_for(address: str) -> None:
    """Press the link in the newest mail that asks this address to confirm."""
    mail = OutgoingMail.objects.filter(to=address, text__contains="/bevestigen/").latest("id")
    confirm_submission(link_in(mail, "bevestigen"))


def mails(to: str, words: str = "") -> list[OutgoingMail]:
    """The mails to this address with these words in the subject, in order."""
    return list(OutgoingMail.objects.filter(to=to, subject__contains=words).order_by("id"))


def placed(**more) -> Call:
    """Somebody placed a call and confirmed."""
    one = asking(**more)
    submissions.submit_call(one, language="nl", once=str(uuid4()), page="/oproepen/")
    confirm_for(one.email)
    return Call.objects.latest("id")


def answered(call: Call, email: str = "sam@example.org") -> Interest:
    """Somebody answered it and confirmed."""
    given = InterestData("Wij bouwen haar samen.", "Wie betaalt?", "Kaartenmaker", "Sam", email)
    conversations.submit_interest(call, given, language="nl", once=str(uuid4()), page=f"/oproepen/{call.slug}/")
    confirm_for(email)
    return Interest.objects.latest("id")


def make_call(slug="laadpleinen", **fields):
    values = {
        "kind": "looking", "title": "Partner gezocht voor laadpleinen", "what_for": "Laden in de wijk.",
        "work": "Laadpalen plaatsen en onderhouden.", "state": "published", "state_at": now(), "published_at": now(),
        "closes_on": today() + dt.timedelta(days=60), "owner_name": "Gerda Gever", "owner_email": "g@example.org",
    }  # fmt: skip
    return Call.objects.create(slug=slug, **values | fields)
