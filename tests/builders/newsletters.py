"""Newsletters, their readers and their news."""

from django.db import transaction

from stedennet.changes.flows import announce_change
from stedennet.core.clock import now
from stedennet.mailing.flows import deliveries as mailing_sending
from stedennet.newsletters.flows import drafts, newsletters
from stedennet.newsletters.models import Newsletter
from stedennet.spreading.models import Subscription
from stedennet.spreading.rules.choices import choose_kinds
from tests.builders.initiatives import make_initiative
from tests.builders.subscriptions import subscribed

NEWSLETTER = choose_kinds(["nieuwsbrief"])


def news(*titles: str):
    """Initiatives that were just published."""
    initiatives = []
    for title in titles:
        with transaction.atomic():
            initiative = make_initiative(title, publish=False, state="published", published_at=now())
            announce_change(initiative, "published", title=title)
        initiatives.append(initiative)
    return initiatives


def reader(name: str, language: str = "nl") -> Subscription:
    """Confirm a subscription to the newsletter."""
    return subscribed(f"{name}@example.org", NEWSLETTER, language=language, rhythm="wekelijks")


def a_draft(by, *titles: str, subject: str = "Nieuws van november") -> Newsletter:
    """A draft with these news items."""
    news(*titles)
    draft = drafts.create_draft(subject=subject, by=by)
    drafts.pick_stories(draft, {item.subject for item in drafts.find_news(draft)}, by=by)
    return draft


def work() -> None:
    """Run the worker until nothing is left to do."""
    newsletters.send_due_newsletters()
    mailing_sending.send_due_deliveries()
    newsletters.send_due_newsletters()


def sent(by, *titles: str, subject: str = "Nieuws van november") -> Newsletter:
    """A newsletter that was sent."""
    draft = a_draft(by, *titles, subject=subject)
    newsletters.schedule_newsletter(draft, now(), by=by)
    work()
    draft.refresh_from_db()
    return draft
