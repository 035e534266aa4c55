"""Holds: all mailings pause when many servers refuse our mail, until an administrator releases them."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, is_administrator
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.flows import queue_mail

from ..models import Bounce, Delivery, Hold
from ..rules.holds import MIN_REFUSALS, REFUSAL_PERIOD, should_hold, take_newer_half

ENDED = (Delivery.State.HANDED_OVER, Delivery.State.FAILED)


def get_active_hold() -> Hold | None:
    """Return the hold that is in force, or None."""
    return Hold.objects.filter(in_force=True).first()


def find_recent_refusals(moment: dt.datetime) -> QuerySet[Bounce]:
    """Find refusals of kind OF_US in the hour before `moment`, but only since the last hold was released."""
    last_hold = Hold.objects.exclude(released_at=None).order_by("-released_at").first()
    since = (
        max(moment - REFUSAL_PERIOD, last_hold.released_at)
        if last_hold and last_hold.released_at
        else moment - REFUSAL_PERIOD
    )
    return Bounce.objects.filter(kind=Bounce.Kind.OF_US, at__gt=since)


def hold_if_too_many_refusals() -> Hold | None:
    """Put all mailings on hold and notify the administrators if too much mail is refused because of us."""
    refusals = find_recent_refusals(now())
    refused = refusals.count()
    if refused < MIN_REFUSALS or get_active_hold():
        return None
    sent_at = take_newer_half([moment for moment in refusals.values_list("delivery__done_at", flat=True) if moment])
    finished = (
        Delivery.objects.filter(done_at__gte=sent_at[0], state__in=ENDED).exclude(email="").count() if sent_at else 0
    )
    return _create_hold(refused) if should_hold(refused, len(sent_at) or refused, finished) else None


def _create_hold(refused: int) -> Hold | None:
    try:
        with transaction.atomic():
            hold = Hold.objects.create(at=now(), refused=refused)
            _notify_administrators(hold)
            return hold
    except IntegrityError:
        return None  # Another worker created the hold first.


def _notify_administrators(hold: Hold) -> None:
    administrators = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(email="")
    for address in sorted({settings.OFFICE_EMAIL, *administrators.values_list("email", flat=True)}):
        link = settings.SITE_URL + reverse("mailings:status")
        context = {"hold": hold, "link": link}
        queue_mail(
            to=address, template="mailings_held", context=context, language="nl", once=f"mailings held {hold.pk}"
        )


def can_release_hold(by: Actor) -> bool:
    """Whether `by` may release a hold: administrators only."""
    return is_administrator(by)


@transaction.atomic
def release_hold(*, by: Actor) -> Hold:
    """Let mailings continue where they stopped. Raises NotAllowed, or Refused when there is no hold."""
    if not can_release_hold(by):
        raise NotAllowed(_("Alleen een beheerder laat mailings verdergaan."))
    hold = Hold.objects.select_for_update().filter(in_force=True).first()
    if hold is None:
        raise Refused(_("De mailings staan niet stil."))
    hold.in_force, hold.released_at, hold.released_by = False, now(), str(by)[:200] or "?"
    hold.save()
    return hold
