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

from stedennet.changes.flows import record
from stedennet.core.access import SYSTEM, Actor, person_of
from stedennet.core.clock import now
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.mailing.flows import preparing
from stedennet.mailing.flows.preparing import Addressee, Counts, Letter
from stedennet.mailing.models import Mailing
from stedennet.spreading.flows.noting import note
from stedennet.spreading.flows.secrets import own_links, stop_link
from stedennet.spreading.models import Subscription

from .. import audience
from ..access import can_compose
from ..letters import letter
from ..links import page_of
from ..models import Newsletter, Part
from ..rules.states import State, may_go

LOGGER = logging.getLogger("stedennet.newsletters")
AT_ONCE = 1000
LANGUAGES = ("nl", "en")
FARTHEST = dt.timedelta(days=366)


@transaction.atomic
def try_out(newsletter: Newsletter, language: str, *, by: Actor) -> str:
    """Send it to the editor only; returns the address. Raises NotAllowed, Refused."""
    _may(by)
    page = letter(newsletter, language)
    tried = Letter(subject=_("[Proef] %(subject)s") % {"subject": page.subject}, text=page.text, html=page.html,
                   language=language)  # fmt: skip
    home = page_of(newsletter.slug, language)
    address: str = person_of(by).email
    addressee = Addressee(
        key=f"newsletter-test:{newsletter.pk}:{secrets.token_hex(8)}",
        email=address,
        values={"manage_url": home},
        unsubscribe_url=home,
    )
    preparing.prepare(f"Proef: {newsletter.subject}", tried, [addressee])
    return address


@transaction.atomic
def schedule(newsletter: Newsletter, at: dt.datetime, *, by: Actor) -> Newsletter:
    """Plan it, at its earliest after the minutes in which it can be taken back. Raises NotAllowed, Refused."""
    found = _locked(newsletter, by, State.SCHEDULED)
    if at > now() + FARTHEST:
        raise Refused(_("Kies een moment binnen een jaar."), field="send_at")
    if not found.stories.exists() and not found.intro.strip():
        raise Refused(_("Deze nieuwsbrief is nog leeg. Kies berichten of schrijf een inleiding."))
    for language in LANGUAGES:
        letter(found, language)  # Too long? Then say so now, and not to the worker.
    record_act(found, "newsletters.scheduled", by=by)
    return _step(found, State.SCHEDULED, send_at=max(at, now() + settings.PUBLIC_MAIL_GRACE))


@transaction.atomic
def take_back(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """A planned newsletter is a draft again. Raises NotAllowed, Refused."""
    found = _locked(newsletter, by, State.DRAFT)
    record_act(found, "newsletters.taken_back", by=by)
    return _step(found, State.DRAFT, send_at=None)


@transaction.atomic
def stop(newsletter: Newsletter, *, by: Actor) -> Newsletter:
    """Stop it under way: who did not get it yet does not get it. Raises NotAllowed, Refused."""
    found = _locked(newsletter, by, State.STOPPED)
    for part in found.parts.select_related("mailing"):
        preparing.stop(part.mailing, by=by)
    _note(found)
    record(found, "withdrawn")
    record_act(found, "newsletters.stopped", by=by)
    return _step(found, State.STOPPED, done_at=now())


def send_due(*, within: float = 10.0) -> int:
    """The worker's chore: begin what is due, write deliveries, and close what is done. Returns how many deliveries."""
    end = time.monotonic() + within
    for newsletter in Newsletter.objects.due(now()):
        _begin(newsletter)
    written = 0
    for newsletter in Newsletter.objects.going():
        try:
            while not newsletter.is_prepared and time.monotonic() < end:
                written += _write_some(newsletter)
        except DomainError as error:
            LOGGER.warning("the newsletter %s cannot go on: %s", newsletter.pk, error)
        _close_if_done(newsletter)
    return written


@transaction.atomic
def _begin(newsletter: Newsletter) -> None:
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if may_go(found.state, State.SENDING):
        _step(found, State.SENDING, begun_at=now())
        record(found, "published", title_en=found.subject_en)
        record_act(found, "newsletters.sent", by=SYSTEM)


@transaction.atomic
def _write_some(newsletter: Newsletter) -> int:
    """The next thousand deliveries, in a transaction of their own: a long list holds nobody up."""
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    newsletter.is_prepared = True
    if found.state != State.SENDING or found.is_prepared:
        return 0
    rows = list(audience.subscriptions().filter(pk__gt=found.prepared_up_to)[:AT_ONCE])
    for language in LANGUAGES:
        _write_part(found, language, [row for row in rows if row.language == language])
    found.prepared_up_to = rows[-1].pk if rows else found.prepared_up_to
    found.is_prepared = newsletter.is_prepared = len(rows) < AT_ONCE
    found.save(update_fields=["prepared_up_to", "is_prepared"])
    return len(rows)


def _write_part(newsletter: Newsletter, language: str, rows: list[Subscription]) -> None:
    if not rows:
        return
    manage_urls = own_links(rows)
    addressees = [
        Addressee(
            key=f"newsletter:{newsletter.pk}:{row.pk}",
            email=row.subscriber.email or "",
            values={"manage_url": manage_urls[row.pk]},
            unsubscribe_url=stop_link(row),
        )
        for row in rows
    ]
    name = f"Nieuwsbrief {newsletter.pk}"
    mailing = preparing.prepare(name, letter(newsletter, language), addressees, list_id=_list_id())
    Part.objects.get_or_create(newsletter=newsletter, language=language, defaults={"mailing": mailing})


def _list_id() -> str:
    return f"nieuwsbrief.{urlsplit(settings.SITE_URL).hostname}"


@transaction.atomic
def _close_if_done(newsletter: Newsletter) -> None:
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if found.state != State.SENDING or not found.is_prepared or progress(found).counts.waiting:
        return
    _note(found)
    _step(found, State.SENT, done_at=now())


def _note(newsletter: Newsletter) -> None:
    """In the ledger of the whole: each story, and how many it was handed to."""
    many = progress(newsletter).counts.handed_over
    for story in newsletter.stories.all():
        note(story.subject_type, story.subject_id, "newsletter", where=newsletter.subject, many=many)


@dataclass(frozen=True)
class Progress:
    """How a newsletter goes; `unsubscribed` are subscriptions that stopped since it went out."""

    counts: Counts
    unsubscribed: int


def progress(newsletter: Newsletter) -> Progress:
    """How it goes. Two queries, and one more when it went out."""
    mailings = list(Mailing.objects.filter(pk__in=newsletter.parts.values("mailing")))
    gone = preparing.counts(*mailings) if mailings else Counts()
    return Progress(gone, _unsubscribed(newsletter))


def _unsubscribed(newsletter: Newsletter) -> int:
    if newsletter.begun_at is None:
        return 0
    rows = Subscription.objects.filter(
        is_newsletter=True, confirmed_at__lt=newsletter.begun_at, stopped_at__gte=newsletter.begun_at
    )
    following = Newsletter.objects.filter(begun_at__gt=newsletter.begun_at).order_by("begun_at").first()
    return rows.filter(stopped_at__lt=following.begun_at).count() if following else rows.count()


def _locked(newsletter: Newsletter, by: Actor, state: State) -> Newsletter:
    _may(by)
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if not may_go(found.state, state):
        words = {"now": found.get_state_display(), "then": state.label}
        raise Refused(_("Deze nieuwsbrief is %(now)s, en kan niet %(then)s worden.") % words)
    return found


def _step(newsletter: Newsletter, state: State, **fields: Any) -> Newsletter:
    newsletter.state = state
    for name, value in fields.items():
        setattr(newsletter, name, value)
    newsletter.save(update_fields=["state", *fields])
    return newsletter


def _may(by: Actor) -> None:
    if not can_compose(by):
        raise NotAllowed(_("Alleen redacteuren versturen een nieuwsbrief."))
