"""The way out: try it on oneself, plan it, take that back, stop it under way; and the worker's chore that sends."""

import datetime as dt
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any
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
from stedennet.spreading.flows.subscription_links import build_own_links, build_stop_link
from stedennet.spreading.models import Subscription

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
    """Send it to the editor only; returns the address. Raises NotAllowed, Refused."""
    _check_may_send(by)
    page = build_letter(newsletter, language)
    tried = Letter(subject=_("[Proef] %(subject)s") % {"subject": page.subject}, text=page.text, html=page.html,
                   language=language)  # fmt: skip
    home = get_page_url(newsletter.slug, language)
    address: str = person_of(by).email
    addressee = Addressee(
        key=f"newsletter-test:{newsletter.pk}:{secrets.token_hex(8)}",
        email=address,
        values={"manage_url": home},
        unsubscribe_url=home,
    )
    mailing_flows.prepare_mailing(f"Proef: {newsletter.subject}", tried, [addressee])
    return address


@transaction.atomic
def schedule_newsletter(newsletter: Newsletter, at: dt.datetime, *, by: Actor) -> Newsletter:
    """Plan it, at its earliest after the minutes in which it can be taken back. Raises NotAllowed, Refused."""
    found = _lock_newsletter(newsletter, by, State.SCHEDULED)
    if at > now() + MAX_AHEAD:
        raise Refused(_("Kies een moment binnen een jaar."), field="send_at")
    if not found.stories.exists() and not found.intro.strip():
        raise Refused(_("Deze nieuwsbrief is nog leeg. Kies berichten of schrijf een inleiding."))
    for language in LANGUAGES:
        build_letter(found, language)  # Too long? Then say so now, and not to the worker.
    record_act(found, "newsletters.scheduled", by=by)
    return _set_state(found, State.SCHEDULED, send_at=max(at, now() + settings.PUBLIC_MAIL_GRACE))


@transaction.atomic
def unschedule_newsletter(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """A planned newsletter is a draft again. Raises NotAllowed, Refused."""
    found = _lock_newsletter(newsletter, by, State.DRAFT)
    record_act(found, "newsletters.taken_back", by=by)
    return _set_state(found, State.DRAFT, send_at=None)


@transaction.atomic
def stop_newsletter(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """Stop it under way: who did not get it yet does not get it. Raises NotAllowed, Refused."""
    found = _lock_newsletter(newsletter, by, State.STOPPED)
    for part in found.parts.select_related("mailing"):
        mailing_flows.stop_mailing(part.mailing, by=by)
    _record_dispatches(found)
    announce_change(found, "withdrawn")
    record_act(found, "newsletters.stopped", by=by)
    return _set_state(found, State.STOPPED, done_at=now())


def send_due_newsletters(*, within: float = 10.0) -> int:
    """The worker's chore: begin what is due, write deliveries, and close what is done. Returns how many deliveries."""
    end = time.monotonic() + within
    for newsletter in Newsletter.objects.due(now()):
        _begin_sending(newsletter)
    written = 0
    for newsletter in Newsletter.objects.going():
        try:
            while not newsletter.is_prepared and time.monotonic() < end:
                written += _prepare_batch(newsletter)
        except DomainError as error:
            LOGGER.warning("the newsletter %s cannot go on: %s", newsletter.pk, error)
        _close_if_done(newsletter)
    return written


@transaction.atomic
def _begin_sending(newsletter: Newsletter) -> None:
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if may_change_state(found.state, State.SENDING):
        _set_state(found, State.SENDING, begun_at=now())
        announce_change(found, "published", title_en=found.subject_en)
        record_act(found, "newsletters.sent", by=SYSTEM)


@transaction.atomic
def _prepare_batch(newsletter: Newsletter) -> int:
    """The next thousand deliveries, in a transaction of their own: a long list holds nobody up."""
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    newsletter.is_prepared = True
    if found.state != State.SENDING or found.is_prepared:
        return 0
    rows = list(audience.find_subscriptions().filter(pk__gt=found.prepared_up_to)[:BATCH_SIZE])
    for language in LANGUAGES:
        _prepare_part(found, language, [row for row in rows if row.language == language])
    found.prepared_up_to = rows[-1].pk if rows else found.prepared_up_to
    found.is_prepared = newsletter.is_prepared = len(rows) < BATCH_SIZE
    found.save(update_fields=["prepared_up_to", "is_prepared"])
    return len(rows)


def _prepare_part(newsletter: Newsletter, language: str, rows: list[Subscription]) -> None:
    if not rows:
        return
    manage_urls = build_own_links(rows)
    addressees = [
        Addressee(
            key=f"newsletter:{newsletter.pk}:{row.pk}",
            email=row.subscriber.email or "",
            values={"manage_url": manage_urls[row.pk]},
            unsubscribe_url=build_stop_link(row),
        )
        for row in rows
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
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if found.state != State.SENDING or not found.is_prepared or count_progress(found).counts.waiting:
        return
    _record_dispatches(found)
    _set_state(found, State.SENT, done_at=now())


def _record_dispatches(newsletter: Newsletter) -> None:
    """In the ledger of the whole: each story, and how many it was handed to."""
    many = count_progress(newsletter).counts.handed_over
    for story in newsletter.stories.all():
        record_dispatch(story.subject_type, story.subject_id, "newsletter", where=newsletter.subject, many=many)


@dataclass(frozen=True)
class Progress:
    """How a newsletter goes; `unsubscribed` are subscriptions that stopped since it went out."""

    counts: DeliveryCounts
    unsubscribed: int


def count_progress(newsletter: Newsletter) -> Progress:
    """How it goes. Two queries, and one more when it went out."""
    mailings = list(Mailing.objects.filter(pk__in=newsletter.parts.values("mailing")))
    gone = mailing_flows.count_deliveries(*mailings) if mailings else DeliveryCounts()
    return Progress(gone, _count_unsubscribed(newsletter))


def _count_unsubscribed(newsletter: Newsletter) -> int:
    if newsletter.begun_at is None:
        return 0
    rows = Subscription.objects.filter(
        is_newsletter=True, confirmed_at__lt=newsletter.begun_at, stopped_at__gte=newsletter.begun_at
    )
    following = Newsletter.objects.filter(begun_at__gt=newsletter.begun_at).order_by("begun_at").first()
    return rows.filter(stopped_at__lt=following.begun_at).count() if following else rows.count()


def _lock_newsletter(newsletter: Newsletter, by: Actor, state: State) -> Newsletter:
    _check_may_send(by)
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    TABLE.next_state(found.state, state)
    return found


def _set_state(newsletter: Newsletter, state: State, **fields: Any) -> Newsletter:
    newsletter.state = state
    for name, value in fields.items():
        setattr(newsletter, name, value)
    newsletter.save(update_fields=["state", *fields])
    return newsletter


def _check_may_send(by: Actor) -> None:
    if not can_compose(by):
        raise NotAllowed(_("Alleen redacteuren versturen een nieuwsbrief."))
