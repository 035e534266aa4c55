"""Event registrations: places, the waiting list, offers, cancellations and reminders.

Whatever gives or frees a place locks the event first, so that two people cannot both get the last one.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.intake.flows import receive_submission
from stedennet.intake.models import Submission
from stedennet.outbox.flows import queue_mail

from ..models import EventPage, Registration
from ..personal_links import REGISTRATION_LINK
from ..rules import waiting_lists
from ..rules.calendars import CalendarEntry, build_invitation
from ..rules.waiting_lists import Status

KIND = "registration"
WITH_DIARY = {"event_place": False, "event_reminder": False, "event_left": True, "event_cancelled": True}
"""The mails with the event for a diary; whether they take it out again."""


def can_register(event: EventPage, moment: dt.datetime | None = None) -> bool:
    """Whether registration for the event is open at `moment` (default: now). Both the page and the flow ask this."""
    closes_at = min(event.registration_ends_at or event.starts_at, event.starts_at)
    return bool(event.live and event.registration and not event.is_cancelled and (moment or now()) < closes_at)


def submit_registration(
    event: EventPage,
    *,
    name: str,
    email: str,
    organisation: str,
    language: str,
    once: str,
    page: str,
    person: User | None = None,
    behalf_of: str = "",
) -> Submission:
    """Receive a registration, and mail a link to confirm it. Raises Refused when registration is closed."""
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
    """Give a confirmed registration a place, or put it on the waiting list; registering again updates the first one.

    Intake calls this once per submission. Raises Refused when registration has closed in the meantime.
    """
    event = _lock_event(int(submission.subject_id))
    existing = event.registrations.active().filter(email__iexact=submission.email).first()
    if existing:
        return _update_registration(existing, submission)
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


def describe_registration(submission: Submission) -> str:
    """The outcome of a confirmed registration: a place, or a position on the waiting list."""
    rows = Registration.objects.active().filter(event=int(submission.subject_id), email__iexact=submission.email)
    registration = rows.order_by("-id").first()
    if registration and registration.status == Status.WAITING:
        return _("U staat op de wachtlijst. Komt er een plaats vrij, dan krijgt u een mail.")
    if registration and registration.status == Status.PLACE:
        return _("U bent aangemeld: u hebt een plaats. Dat staat ook in de mail die u nu krijgt.")
    return _("Uw aanmelding is bevestigd. Hoe het ervoor staat, leest u met de link in uw mail.")


def _update_registration(registration: Registration, submission: Submission) -> Registration:
    """Update the name and organisation of somebody who registers again; their place does not change."""
    registration.name = submission.name
    registration.organisation = submission.data.get("organisation", "")
    registration.save(update_fields=["name", "organisation"])
    return registration


@transaction.atomic
def cancel_registration(token: str) -> Registration:
    """Cancel the registration, and offer a freed place to the next in line. Raises Refused for an unknown link."""
    registration = _lock_own_registration(token)
    if registration.status in waiting_lists.ACTIVE:
        had_place = registration.status == Status.PLACE
        _set_status(registration, Status.CANCELLED)
        if had_place:
            _mail_registrant(registration, "event_left")
        _offer_free_places(registration.event)
    return registration


@transaction.atomic
def accept_offer(token: str) -> Registration:
    """Accept the offered place. Raises Refused if there is no open offer."""
    registration = _lock_own_registration(token)
    if registration.status == Status.PLACE:
        return registration
    if registration.status != Status.OFFERED or not registration.offered_until or registration.offered_until <= now():
        raise Refused(_("Deze plaats is niet meer voor u vrij."))
    _set_status(registration, Status.PLACE)
    _mail_registrant(registration, "event_place")
    return registration


def expire_offers() -> int:
    """Expire overdue offers, and offer each free place to the next in line; returns how many offers expired."""
    expired_event_ids = Registration.objects.passed_by(now()).values_list("event_id", flat=True).distinct()
    queued_event_ids = (
        Registration.objects.waiting().filter(event__starts_at__gt=now()).values_list("event_id", flat=True)
    )
    return sum(_expire_event_offers(event) for event in {*expired_event_ids, *queued_event_ids})


@transaction.atomic
def _expire_event_offers(event_id: int) -> int:
    event = _lock_event(event_id)
    expired = list(event.registrations.passed_by(now()))
    for registration in expired:
        _set_status(registration, Status.PASSED)
    _offer_free_places(event)
    return len(expired)


def send_reminders() -> int:
    """Mail everybody with a place the day before the event, once each; returns how many."""
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
    """Mail everybody with a place or on the waiting list that the event is cancelled; returns how many.

    Each person is mailed once: publishing the event again reaches only people who registered since.
    """
    registrations = list(event.registrations.active().in_order())
    for registration in registrations:
        _mail_registrant(registration, "event_cancelled", once=f"event cancelled {registration.pk}")
    return len(registrations)


def delete_old_registrations() -> int:
    """Delete the registrations for events that ended over 60 days ago or no longer exist; returns how many."""
    recent_events = EventPage.objects.not_long_over(now()).values_list("pk", flat=True)
    submissions = Submission.objects.of_kind(KIND).exclude(subject_id__in=[str(pk) for pk in recent_events])
    count = submissions.count()
    submissions.delete()
    return count


def _offer_free_places(event: EventPage) -> None:
    if not event.live or event.is_cancelled or event.starts_at <= now():
        return
    queue = list(event.registrations.active().in_order())
    for index in waiting_lists.find_next_in_line([registration.status for registration in queue], event.capacity):
        registration = queue[index]
        registration.offered_until = waiting_lists.compute_offer_end(now(), event.starts_at)
        _set_status(registration, Status.OFFERED)
        _mail_registrant(registration, "event_offer")


def _lock_own_registration(token: str) -> Registration:
    registration = REGISTRATION_LINK.find(token)
    if registration is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    _lock_event(registration.event_id)
    return Registration.objects.select_related("event").get(pk=registration.pk)


def _lock_event(event_id: int) -> EventPage:
    return EventPage.objects.select_for_update(of=("self",)).get(pk=event_id)


def _list_statuses(event: EventPage) -> list[str]:
    return list(event.registrations.active().in_order().values_list("status", flat=True))


def _set_status(registration: Registration, status: Status) -> None:
    registration.status = status
    registration.save(update_fields=["status", "offered_until"])


def _mail_registrant(registration: Registration, template: str, *, once: str = "") -> None:
    language = registration.language
    context: dict[str, object] = {
        "registration": registration,
        "event": registration.event,
        "link": REGISTRATION_LINK.url(registration, language),
    }
    calendar = _build_invitation(registration, template)
    queue_mail(
        to=registration.email, template=template, context=context, language=language, once=once, calendar=calendar
    )


def _build_invitation(registration: Registration, template: str) -> str:
    """The event for the registrant's diary; empty for mails to people who have no place."""
    if template not in WITH_DIARY:
        return ""
    # A page that was just published has a higher sequence in the database than in memory.
    event = EventPage.objects.get(pk=registration.event_id)
    host = urlsplit(settings.SITE_URL).hostname
    entry = CalendarEntry(
        uid=f"event-{event.pk}@{host}",
        sequence=event.sequence,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_known=event.time_known,
        changed_at=now(),
        text=event.summary,
        place=event.place or event.online_url,
        url=f"{settings.SITE_URL}{event.get_url() or ''}",
        organiser=event.by,
        cancelled=event.is_cancelled,
    )
    is_off = WITH_DIARY[template]
    return build_invitation(entry, office=settings.OFFICE_EMAIL, attendee=registration.email, is_off=is_off).decode()
