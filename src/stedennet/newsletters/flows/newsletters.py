"""Sending newsletters: test mails, scheduling, unscheduling, stopping, and the periodic job that sends."""

import datetime as dt
import logging
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM, Actor, person_of
from stedennet.core.clock import now
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.mailing.flows import mailings as mailing_flows
from stedennet.mailing.flows.mailings import Addressee, DeliveryCounts, Letter
from stedennet.mailing.models import Mailing
from stedennet.spreading.flows.dispatches import record_dispatch
from stedennet.spreading.models import Subscription
from stedennet.spreading.personal_links import STOP_LINK, build_subscriptions_urls

from .. import audience
from ..access import can_compose
from ..letters import build_letter
from ..links import get_page_url
from ..models import Newsletter, Part
from ..rules.states import TABLE, State, may_change_state

LOGGER = logging.getLogger("stedennet.newsletters")
BATCH_SIZE = 1000
LANGUAGES = ("nl", "en")
MAX_AHEAD = dt.timedelta(days=366)


@transaction.atomic
def send_test(newsletter: Newsletter, language: str, *, by: Actor) -> str:
    """Send a test mail to the editor; return the address. Raises NotAllowed, Refused."""
    _check_may_send(by)
    letter = build_letter(newsletter, language)
    subject = _("[Proef] %(subject)s") % {"subject": letter.subject}
    test_letter = Letter(subject=subject, text=letter.text, html=letter.html, language=language)
    url = get_page_url(newsletter.slug, language)
    address: str = person_of(by).email
    addressee = Addressee(
        key=f"newsletter-test:{newsletter.pk}:{secrets.token_hex(8)}",
        email=address,
        values={"manage_url": url},
        unsubscribe_url=url,
    )
    mailing_flows.prepare_mailing(f"Proef: {newsletter.subject}", test_letter, [addressee])
    return address


@transaction.atomic
def schedule_newsletter(newsletter: Newsletter, at: dt.datetime, *, by: Actor) -> Newsletter:
    """Schedule it, not before the grace period in which it can be taken back ends. Raises NotAllowed, Refused."""
    locked = _lock_newsletter(newsletter, by, State.SCHEDULED)
    if at > now() + MAX_AHEAD:
        raise Refused(_("Kies een moment binnen een jaar."), field="send_at")
    if not locked.stories.exists() and not locked.intro.strip():
        raise Refused(_("Deze nieuwsbrief is nog leeg. Kies berichten of schrijf een inleiding."))
    for language in LANGUAGES:
        build_letter(locked, language)  # Raises Refused now if it is too long, instead of in the worker.
    record_act(locked, "newsletters.scheduled", by=by)
    return _set_state(locked, State.SCHEDULED, send_at=max(at, now() + settings.PUBLIC_MAIL_GRACE))


@transaction.atomic
def unschedule_newsletter(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """Turn a scheduled newsletter into a draft again. Raises NotAllowed, Refused."""
    locked = _lock_newsletter(newsletter, by, State.DRAFT)
    record_act(locked, "newsletters.taken_back", by=by)
    return _set_state(locked, State.DRAFT, send_at=None)


@transaction.atomic
def stop_newsletter(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """Stop a newsletter that is being sent; mails still waiting are not sent. Raises NotAllowed, Refused."""
    locked = _lock_newsletter(newsletter, by, State.STOPPED)
    for part in locked.parts.select_related("mailing"):
        mailing_flows.stop_mailing(part.mailing, by=by)
    _record_dispatches(locked)
    announce_change(locked, "withdrawn")
    record_act(locked, "newsletters.stopped", by=by)
    return _set_state(locked, State.STOPPED, done_at=now())


def send_due_newsletters(*, within: float = 10.0) -> int:
    """Start due newsletters, prepare deliveries, and close finished ones (periodic job); return the deliveries."""
    deadline = time.monotonic() + within
    for newsletter in Newsletter.objects.due(now()):
        _begin_sending(newsletter)
    written = 0
    for newsletter in Newsletter.objects.in_progress():
        try:
            while not newsletter.is_prepared and time.monotonic() < deadline:
                written += _prepare_batch(newsletter)
        except DomainError as error:
            LOGGER.warning("could not continue newsletter %s: %s", newsletter.pk, error)
        _close_if_done(newsletter)
    return written


@transaction.atomic
def _begin_sending(newsletter: Newsletter) -> None:
    locked = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if may_change_state(locked.state, State.SENDING):
        _set_state(locked, State.SENDING, begun_at=now())
        announce_change(locked, "published", title_en=locked.subject_en)
        record_act(locked, "newsletters.sent", by=SYSTEM)


@transaction.atomic
def _prepare_batch(newsletter: Newsletter) -> int:
    """Prepare the next batch of deliveries in a transaction of its own, so that a long list blocks nobody."""
    locked = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    newsletter.is_prepared = True
    if locked.state != State.SENDING or locked.is_prepared:
        return 0
    subscriptions = list(audience.find_subscriptions().filter(pk__gt=locked.prepared_up_to)[:BATCH_SIZE])
    for language in LANGUAGES:
        _prepare_part(locked, language, [row for row in subscriptions if row.language == language])
    locked.prepared_up_to = subscriptions[-1].pk if subscriptions else locked.prepared_up_to
    locked.is_prepared = newsletter.is_prepared = len(subscriptions) < BATCH_SIZE
    locked.save(update_fields=["prepared_up_to", "is_prepared"])
    return len(subscriptions)


def _prepare_part(newsletter: Newsletter, language: str, subscriptions: list[Subscription]) -> None:
    if not subscriptions:
        return
    manage_urls = build_subscriptions_urls(subscriptions)
    addressees = [
        Addressee(
            key=f"newsletter:{newsletter.pk}:{row.pk}",
            email=row.subscriber.email or "",
            values={"manage_url": manage_urls[row.pk]},
            unsubscribe_url=STOP_LINK.url(row, row.language),
        )
        for row in subscriptions
    ]
    name = f"Nieuwsbrief {newsletter.pk}"
    mailing = mailing_flows.prepare_mailing(
        name, build_letter(newsletter, language), addressees, list_id=_build_list_id()
    )
    Part.objects.get_or_create(newsletter=newsletter, language=language, defaults={"mailing": mailing})


def _build_list_id() -> str:
    return f"nieuwsbrief.{urlsplit(settings.SITE_URL).hostname}"


@transaction.atomic
def _close_if_done(newsletter: Newsletter) -> None:
    locked = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if locked.state != State.SENDING or not locked.is_prepared or count_progress(locked).counts.waiting:
        return
    _record_dispatches(locked)
    _set_state(locked, State.SENT, done_at=now())


def _record_dispatches(newsletter: Newsletter) -> None:
    """Record for each story to how many recipients it was sent."""
    recipients = count_progress(newsletter).counts.handed_over
    for story in newsletter.stories.all():
        record_dispatch(story.subject_type, story.subject_id, "newsletter", where=newsletter.subject, many=recipients)


@dataclass(frozen=True)
class Progress:
    """Progress of a newsletter; `unsubscribed` are subscriptions stopped after it, and before the next one."""

    counts: DeliveryCounts
    unsubscribed: int


def count_progress(newsletter: Newsletter) -> Progress:
    """Count deliveries and unsubscriptions. Two queries, and one or two more once it was sent."""
    mailings = list(Mailing.objects.filter(pk__in=newsletter.parts.values("mailing")))
    counts = mailing_flows.count_deliveries(*mailings) if mailings else DeliveryCounts()
    return Progress(counts, _count_unsubscribed(newsletter))


def _count_unsubscribed(newsletter: Newsletter) -> int:
    if newsletter.begun_at is None:
        return 0
    subscriptions = Subscription.objects.filter(
        is_newsletter=True, confirmed_at__lt=newsletter.begun_at, stopped_at__gte=newsletter.begun_at
    )
    next_newsletter = Newsletter.objects.filter(begun_at__gt=newsletter.begun_at).order_by("begun_at").first()
    if next_newsletter:
        subscriptions = subscriptions.filter(stopped_at__lt=next_newsletter.begun_at)
    return subscriptions.count()


def _lock_newsletter(newsletter: Newsletter, by: Actor, state: State) -> Newsletter:
    _check_may_send(by)
    locked = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    TABLE.next_state(locked.state, state)
    return locked


def _set_state(newsletter: Newsletter, state: State, **fields: object) -> Newsletter:
    newsletter.state = state
    for name, value in fields.items():
        setattr(newsletter, name, value)
    newsletter.save(update_fields=["state", *fields])
    return newsletter


def _check_may_send(by: Actor) -> None:
    if not can_compose(by):
        raise NotAllowed(_("Alleen redacteuren versturen een nieuwsbrief."))
