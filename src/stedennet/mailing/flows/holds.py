"""Mailings stand still when many servers refuse mail of ours, until an administrator looked into it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
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
    """Why mailings stand still now; None when they do not."""
    return Hold.objects.filter(in_force=True).first()


def find_recent_refusals(moment: dt.datetime) -> Any:
    """What came back about us within an hour, and since somebody last let the mailings go on; the newest first."""
    last = Hold.objects.exclude(released_at=None).order_by("-released_at").first()
    since = max(moment - REFUSAL_PERIOD, last.released_at) if last and last.released_at else moment - REFUSAL_PERIOD
    return Bounce.objects.filter(kind=Bounce.Kind.OF_US, at__gt=since)


def hold_if_too_many_refusals() -> Hold | None:
    """Let all mailings stand still when too much is refused about us, and tell the administrators."""
    found = find_recent_refusals(now())
    refused = found.count()
    if refused < MIN_REFUSALS or get_active_hold():
        return None
    done = take_newer_half([moment for moment in found.values_list("delivery__done_at", flat=True) if moment])
    ended = Delivery.objects.filter(done_at__gte=done[0], state__in=ENDED).exclude(email="").count() if done else 0
    return _create_hold(refused) if should_hold(refused, len(done) or refused, ended) else None


def _create_hold(refused: int) -> Hold | None:
    try:
        with transaction.atomic():
            hold = Hold.objects.create(at=now(), refused=refused)
            _notify_administrators(hold)
            return hold
    except IntegrityError:
        return None  # Another worker was first.


def _notify_administrators(hold: Hold) -> None:
    people = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(email="")
    for address in sorted({settings.OFFICE_EMAIL, *people.values_list("email", flat=True)}):
        link = settings.SITE_URL + reverse("mailings:status")
        context = {"hold": hold, "link": link}
        queue_mail(
            to=address, template="mailings_held", context=context, language="nl", once=f"mailings held {hold.pk}"
        )


def can_release_hold(by: Actor) -> bool:
    """Only an administrator lets mailings go on."""
    return is_administrator(by)


@transaction.atomic
def release_hold(*, by: Actor) -> Hold:
    """Let the mailings go on where they were. Raises NotAllowed, Refused when they do not stand still."""
    if not can_release_hold(by):
        raise NotAllowed(_("Alleen een beheerder laat mailings verdergaan."))
    hold = Hold.objects.select_for_update().filter(in_force=True).first()
    if hold is None:
        raise Refused(_("De mailings staan niet stil."))
    hold.in_force, hold.released_at, hold.released_by = False, now(), str(by)[:200] or "?"
    hold.save()
    return hold
