"""Registering for an event, and what follows: a place or the waiting list, an offer, cancelling, a reminder.

Each change takes a lock on the event first, so two people cannot get the last place.
"""

import datetime as dt
from typing import Any

from django.core.signing import BadSignature
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.intake.flows import receive_submission
from stedennet.intake.links import get_url
from stedennet.intake.models import Submission
from stedennet.outbox.flows import queue_mail
from stedennet.personal_links.kinds import Holder
from stedennet.personal_links.signers import LinkSigner

from ..models import EventPage, Registration
from ..rules import waiting_lists
from ..rules.waiting_lists import Status

KIND = "registration"
SIGNER = LinkSigner("registration", salt="stedennet.events.registration")


def can_register(event: EventPage, moment: dt.datetime | None = None) -> bool:
    """Whether somebody can register for the event now: serves the button and the guard."""
    ends = min(event.registration_ends_at or event.starts_at, event.starts_at)
    return bool(event.live and event.registration and not event.is_cancelled and (moment or now()) < ends)


def submit_registration(
    event: EventPage,
    *,
    name: str,
    email: str,
    organisation: str,
    language: str,
    once: str,
    page: str,
    person: Any = None,
    behalf_of: str = "",
) -> Submission:
    """Take in a registration; a link in a mail confirms it. Raises Refused when one cannot register (any more)."""
    if not can_register(event):
        raise Refused(_("Aanmelden kan niet meer."))
    return receive_submission(
        KIND,
        name=name,
        email=email.lower(),
        text=organisation,
        language=language,
        once=once,
        data={"organisation": organisation},
        subject=event,
        subject_title=event.title,
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def create_registration(submission: Submission) -> Registration:
    """A confirmed registration gets a place or a turn on the waiting list; intake calls this once for each."""
    event = _lock_event(int(submission.subject_id))
    there = event.registrations.active().filter(email__iexact=submission.email).first()
    if there:
        return _update_registration(there, submission)
    if not can_register(event):
        raise Refused(_("Aanmelden kan niet meer."))
    registration = Registration.objects.create(
        event=event,
        submission=submission,
        name=submission.name,
        email=submission.email,
        organisation=submission.data.get("organisation", ""),
        language=submission.language,
        status=waiting_lists.assign_status(_list_statuses(event), event.capacity),
        created_at=now(),
    )
    got_place = registration.status == Status.PLACE
    _mail_registrant(registration, "event_place" if got_place else "event_waiting")
    return registration


def _update_registration(registration: Registration, submission: Submission) -> Registration:
    """Somebody registered once more, with other words: the place stays, with the new name and organisation."""
    registration.name = submission.name
    registration.organisation = submission.data.get("organisation", "")
    registration.save(update_fields=["name", "organisation"])
    return registration


def create_registration_token(registration: Registration) -> str:
    """The secret of this registration's own link: signed, so that nobody makes one, and the same in each mail."""
    return SIGNER.sign(str(registration.pk))


def find_registration(token: str) -> Registration | None:
    """The registration that this secret link belongs to; None when it is forged or gone."""
    try:
        key = SIGNER.unsign(token)
    except BadSignature:
        return None
    return Registration.objects.select_related("event").filter(pk=key).first()


def find_link_holder(value: str) -> Holder | None:
    """To whom the link of a registration belongs."""
    found = Registration.objects.select_related("event").filter(pk=value).first()
    if found is None or not found.email:
        return None
    url = get_url("registration", create_registration_token(found), found.language)
    return Holder(found.email, found.language, found.event.title, url)


def list_link_values(email: str) -> list[str]:
    """The keys of the registrations of this address."""
    return [str(key) for key in Registration.objects.filter(email__iexact=email).values_list("pk", flat=True)]


@transaction.atomic
def cancel_registration(token: str) -> Registration:
    """Give the place back; who waits longest is offered it. Twice is once. Raises Refused for an unknown link."""
    registration = _lock_own_registration(token)
    if registration.status in waiting_lists.ACTIVE:
        _set_status(registration, Status.CANCELLED)
        _offer_free_places(registration.event)
    return registration


@transaction.atomic
def accept_offer(token: str) -> Registration:
    """Take the offered place. Raises Refused when there is no offer (any more)."""
    registration = _lock_own_registration(token)
    if registration.status == Status.PLACE:
        return registration
    if registration.status != Status.OFFERED or not registration.offered_until or registration.offered_until <= now():
        raise Refused(_("Deze plaats is niet meer voor u vrij."))
    _set_status(registration, Status.PLACE)
    _mail_registrant(registration, "event_place")
    return registration


def expire_offers() -> int:
    """Offers that nobody took, and places that came free otherwise, go on; returns how many passed."""
    late = Registration.objects.passed_by(now()).values_list("event_id", flat=True).distinct()
    queued = Registration.objects.waiting().filter(event__starts_at__gt=now()).values_list("event_id", flat=True)
    return sum(_expire_event_offers(event) for event in {*late, *queued})


@transaction.atomic
def _expire_event_offers(event_id: int) -> int:
    event = _lock_event(event_id)
    late = list(event.registrations.passed_by(now()))
    for registration in late:
        _set_status(registration, Status.PASSED)
    _offer_free_places(event)
    return len(late)


def send_reminders() -> int:
    """Mail who has a place the day before; each once. Returns how many."""
    return sum(_send_reminder(pk) for pk in list(Registration.objects.to_remind(now()).values_list("pk", flat=True)))


@transaction.atomic
def _send_reminder(pk: int) -> int:
    registration = Registration.objects.to_remind(now()).select_for_update(of=("self",)).filter(pk=pk).first()
    if registration is None:
        return 0
    registration.reminded_at = now()
    registration.save(update_fields=["reminded_at"])
    _mail_registrant(registration, "event_reminder")
    return 1


@transaction.atomic
def notify_of_cancellation(event: EventPage) -> int:
    """Mail everybody who has a place or waits that a cancelled event does not take place; each once, returns how many.

    Publishing it again mails only who came since.
    """
    people = list(event.registrations.active().in_order())
    for registration in people:
        _mail_registrant(registration, "event_cancelled", once=f"event cancelled {registration.pk}")
    return len(people)


def delete_old_registrations() -> int:
    """Delete what people sent for events that ended 60 days ago or are gone, and their registrations; how many."""
    recent = EventPage.objects.not_long_over(now()).values_list("pk", flat=True)
    rows = Submission.objects.of_kind(KIND).exclude(subject_id__in=[str(pk) for pk in recent])
    number = rows.count()
    rows.delete()
    return number


def _offer_free_places(event: EventPage) -> None:
    if not event.live or event.is_cancelled or event.starts_at <= now():
        return
    queue = list(event.registrations.active().in_order())
    for index in waiting_lists.find_next_in_line([one.status for one in queue], event.capacity):
        registration = queue[index]
        registration.offered_until = waiting_lists.compute_offer_end(now(), event.starts_at)
        _set_status(registration, Status.OFFERED)
        _mail_registrant(registration, "event_offer")


def _lock_own_registration(token: str) -> Registration:
    found = find_registration(token)
    if found is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    _lock_event(found.event_id)
    return Registration.objects.select_related("event").get(pk=found.pk)


def _lock_event(event_id: int) -> EventPage:
    return EventPage.objects.select_for_update(of=("self",)).get(pk=event_id)


def _list_statuses(event: EventPage) -> list[str]:
    return list(event.registrations.active().in_order().values_list("status", flat=True))


def _set_status(registration: Registration, status: Status) -> None:
    registration.status = status
    registration.save(update_fields=["status", "offered_until"])


def _mail_registrant(registration: Registration, template: str, *, once: str = "") -> None:
    language = registration.language
    context: dict[str, Any] = {
        "registration": registration,
        "event": registration.event,
        "link": get_url("registration", create_registration_token(registration), language),
    }
    queue_mail(to=registration.email, template=template, context=context, language=language, once=once)
