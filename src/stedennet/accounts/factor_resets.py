"""Resetting a lost second factor: one administrator requests it, another confirms, the person is notified.

Each `can_x` stands beside `x`. With fewer than three administrators the command line helps: the operator of the
machine may do it alone, and it is logged.
"""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor, System, is_administrator
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.typed_text import clean_line
from stedennet.outbox.flows import queue_mail

from .models import FactorReset, User
from .rules import may_grant_role
from .sessions import end_sessions

REQUEST_LIFETIME = dt.timedelta(days=7)
"""A request that nobody confirmed within this time must be made again."""


def list_waiting_resets() -> QuerySet[FactorReset]:
    """Requests that were neither confirmed nor expired, oldest first."""
    requests = FactorReset.objects.filter(granted_at=None, asked_at__gt=now() - REQUEST_LIFETIME)
    return requests.select_related("user", "asked_by").order_by("asked_at")


def can_ask_factor_reset(user: User, by: Actor) -> bool:
    """Whether `by` may request a reset for this person: an administrator may, for somebody else."""
    return is_administrator(by) and by.pk != user.pk


@transaction.atomic
def ask_factor_reset(user: User, *, reason: str, by: Actor) -> FactorReset:
    """Request a reset of somebody's lost factors. Raises NotAllowed, or Refused."""
    if not can_ask_factor_reset(user, by):
        raise NotAllowed(_("Alleen een beheerder vraagt dit, en nooit voor zichzelf."))
    reason = clean_line(reason).strip()[:500]
    if not reason:
        raise Refused(_("Schrijf op hoe u weet dat deze persoon het echt is."), field="reason")
    if not Authenticator.objects.filter(user=user).exists():
        raise Refused(_("Deze persoon heeft geen tweede factor."), field="email")
    FactorReset.objects.filter(user=user, granted_at=None, asked_at__lte=now() - REQUEST_LIFETIME).delete()
    if list_waiting_resets().filter(user=user).exists():
        raise Refused(_("Dit is al gevraagd en wacht op bevestiging."), field="email")
    reset = FactorReset.objects.create(user=user, reason=reason, asked_by_id=by.pk, asked_at=now())
    record_security_event(EventKind.FACTOR_RESET_ASKED, by=by, about=user)
    _notify_people(user, "asked", [user, *_list_administrators_except(by, user)])
    return reset


def can_confirm_factor_reset(reset: FactorReset, by: Actor) -> bool:
    """Whether `by` may confirm the reset: another administrator, who is not the person concerned."""
    administrators = set(_list_administrators().values_list("pk", flat=True)) if is_administrator(by) else set()
    return not reset.is_granted and may_grant_role(reset.asked_by_id, by.pk, reset.user_id, administrators)


@transaction.atomic
def confirm_factor_reset(reset: FactorReset, *, by: Actor) -> FactorReset:
    """Confirm the reset: the factors are deleted and the person is signed out. Raises NotAllowed, or Refused."""
    reset = _lock_waiting_reset(reset)
    if not can_confirm_factor_reset(reset, by):
        raise NotAllowed(_("Een andere beheerder dan wie erom vroeg moet dit bevestigen."))
    reset.confirmed_by_id, reset.granted_at = by.pk, now()
    reset.save(update_fields=["confirmed_by", "granted_at"])
    _remove_factors(reset.user, by=by, data={"asked_by": reset.asked_by_id})
    return reset


@transaction.atomic
def refuse_factor_reset(reset: FactorReset, *, by: Actor) -> None:
    """Refuse the reset; any administrator may. Raises NotAllowed, or Refused when it was confirmed meanwhile."""
    reset = _lock_waiting_reset(reset)
    if not is_administrator(by):
        raise NotAllowed(_("Alleen een beheerder kan dit afwijzen."))
    record_security_event(EventKind.FACTOR_RESET_REFUSED, by=by, about=reset.user)
    _notify_people(reset.user, "refused", [reset.user, *_list_administrators_except(by, reset.user)])
    reset.delete()


@transaction.atomic
def reset_factor(user: User, *, by: Actor) -> None:
    """Reset the factors at once: only the program itself may, for the operator of the machine. Raises NotAllowed."""
    if not isinstance(by, System):
        raise NotAllowed(_("Een tweede factor herstellen twee beheerders samen."))
    _remove_factors(user, by=by, data={})


def _remove_factors(user: User, *, by: Actor, data: dict[str, object]) -> None:
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user, by=by)
    record_security_event(EventKind.FACTOR_RESET, by=by, about=user, data=data)
    _notify_people(user, "done", [user, *_list_administrators_except(by, user)])


def _lock_waiting_reset(reset: FactorReset) -> FactorReset:
    current = FactorReset.objects.select_for_update().filter(pk=reset.pk, granted_at=None).first()
    if current is None or current.asked_at is None or current.asked_at <= now() - REQUEST_LIFETIME:
        raise Refused(_("Dit is intussen al bevestigd, afgewezen of te oud."))
    return current


def _list_administrators() -> QuerySet[User]:
    return User.objects.filter(is_superuser=True, is_active=True)


def _list_administrators_except(by: Actor, user: User) -> list[User]:
    return list(_list_administrators().exclude(pk__in=[key for key in (by.pk, user.pk) if key]))


def _notify_people(user: User, event: str, people: list[User]) -> None:
    link = f"{settings.SITE_URL}{reverse('factor_resets:list')}"
    for person in people:
        context = {
            "what": event,
            "person": user.get_full_name(),
            "is_own": person.pk == user.pk,
            "link": link if person.pk != user.pk else "",
        }
        queue_mail(to=person.email, template="factor_reset", context=context, language=person.language)
