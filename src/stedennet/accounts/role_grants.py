"""Granting and withdrawing roles: one administrator requests, another confirms. Each `can_x` stands beside `x`.

Nobody grants themselves a right. The program itself (the demo, the command line) may grant alone, and it is logged.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor, System, is_administrator
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.flows import queue_mail

from .models import Role, RoleGrant, User
from .rules import FLAG_OF_ROLE, may_grant_role


def can_ask_role(user: User, by: Actor) -> bool:
    """Whether `by` may request a role for this person: an administrator may, for somebody else."""
    return is_administrator(by) and by.pk != user.pk


@transaction.atomic
def ask_role(user: User, role: str, *, by: Actor) -> RoleGrant:
    """Request a role; it holds once another administrator confirms. Raises NotAllowed, or Refused."""
    if not can_ask_role(user, by):
        raise NotAllowed(_("Alleen een beheerder vraagt een rol aan, en nooit voor zichzelf."))
    _check_new(user, role)
    grant = RoleGrant.objects.create(user=user, role=role, asked_by_id=by.pk, asked_at=now())
    record_security_event(EventKind.ROLE_ASKED, by=by, about=user, data={"role": role})
    _notify_people(grant, "asked", _list_other_administrators(by))
    return grant


def _check_new(user: User, role: str) -> None:
    if role not in Role.values:
        raise Refused(_("Kies een rol."), field="role")
    if not user.is_active:
        raise Refused(_("Dit account is niet actief."), field="user")
    if getattr(user, FLAG_OF_ROLE[role]):
        raise Refused(_("Deze persoon heeft deze rol al."), field="role")
    if RoleGrant.objects.filter(user=user, role=role, withdrawn_at=None).exists():
        raise Refused(_("Deze rol is al gevraagd en wacht op bevestiging."), field="role")


def can_confirm_role(grant: RoleGrant, by: Actor) -> bool:
    """Whether `by` may confirm the role: an administrator who neither requested nor receives it.

    The person who requested it must still be an administrator.
    """
    administrators = set(_list_administrators().values_list("pk", flat=True)) if is_administrator(by) else set()
    return not grant.is_granted and may_grant_role(grant.asked_by_id, by.pk, grant.user_id, administrators)


@transaction.atomic
def confirm_role(grant: RoleGrant, *, by: Actor) -> RoleGrant:
    """Confirm the role: the person has it from now on. Raises NotAllowed, or Refused."""
    grant = _lock_waiting_grant(grant)
    if not can_confirm_role(grant, by):
        raise NotAllowed(_("Een andere beheerder dan wie erom vroeg moet dit bevestigen."))
    if not grant.user.is_active:
        raise Refused(_("Dit account is niet actief."))
    grant.confirmed_by_id, grant.granted_at = by.pk, now()
    grant.save(update_fields=["confirmed_by", "granted_at"])
    _set_flag(grant.user, grant.role, True, by)
    record_security_event(
        EventKind.ROLE_GRANTED, by=by, about=grant.user, data={"role": grant.role, "asked_by": grant.asked_by_id}
    )
    _notify_people(grant, "granted", [grant.user, *_list_other_administrators(by)])
    return grant


def can_refuse_role(grant: RoleGrant, by: Actor) -> bool:
    """Whether `by` may refuse the request: any administrator, including the one who made it."""
    return not grant.is_granted and is_administrator(by)


@transaction.atomic
def refuse_role(grant: RoleGrant, *, by: Actor) -> None:
    """Refuse and delete the request; the security log keeps it. Raises NotAllowed, or Refused."""
    grant = _lock_waiting_grant(grant)
    if not can_refuse_role(grant, by):
        raise NotAllowed(_("Alleen een beheerder kan dit afwijzen."))
    record_security_event(EventKind.ROLE_REFUSED, by=by, about=grant.user, data={"role": grant.role})
    _notify_people(grant, "refused", _list_other_administrators(by))
    grant.delete()


@transaction.atomic
def grant_role(user: User, role: str, *, by: Actor) -> User:
    """Grant a role at once: only the program itself may, for the demo and the command line.

    Twice is the same as once. Raises NotAllowed for people, and Refused when the role does not exist.
    """
    if not isinstance(by, System):
        raise NotAllowed(_("Een rol geven twee beheerders samen."))
    if role not in Role.values:
        raise Refused(_("Kies een rol."), field="role")
    if not getattr(user, FLAG_OF_ROLE[role]):
        _set_flag(user, role, True, by)
        record_system_grant(user, role)
        _notify_people(RoleGrant(user=user, role=role), "granted", list(_list_administrators().exclude(pk=user.pk)))
    return user


def record_system_grant(user: User, role: str) -> None:
    """Record that the program itself granted this role, in place of any open request."""
    from stedennet.core.access import SYSTEM

    RoleGrant.objects.filter(user=user, role=role, withdrawn_at=None).delete()
    RoleGrant.objects.create(user=user, role=role, granted_at=now(), by_system=True)
    record_security_event(EventKind.ROLE_GRANTED, by=SYSTEM, about=user, data={"role": role})


def can_withdraw_role(user: User, by: Actor) -> bool:
    """Whether `by` may withdraw a role: any administrator may, alone, and the program itself."""
    return isinstance(by, System) or is_administrator(by)


@transaction.atomic
def withdraw_role(user: User, role: str, *, by: Actor) -> User:
    """Withdraw a role from now on. Raises NotAllowed; Refused for the last administrator."""
    if not can_withdraw_role(user, by):
        raise NotAllowed(_("Alleen een beheerder kan een rol intrekken."))
    if role not in Role.values:
        raise Refused(_("Kies een rol."), field="role")
    if role == Role.ADMINISTRATOR and not _list_administrators().exclude(pk=user.pk).exists():
        raise Refused(_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))
    if getattr(user, FLAG_OF_ROLE[role]):
        _set_flag(user, role, False, by)
        RoleGrant.objects.filter(user=user, role=role, withdrawn_at=None).update(withdrawn_at=now())
        record_security_event(EventKind.ROLE_WITHDRAWN, by=by, about=user, data={"role": role})
        _notify_people(RoleGrant(user=user, role=role), "withdrawn", [user, *_list_other_administrators(by)])
    return user


def _lock_waiting_grant(grant: RoleGrant) -> RoleGrant:
    current = RoleGrant.objects.select_for_update().filter(pk=grant.pk, granted_at=None).first()
    if current is None:
        raise Refused(_("Dit is intussen al bevestigd of afgewezen."))
    return current


def _set_flag(user: User, role: str, has: bool, by: Actor) -> None:
    flag = FLAG_OF_ROLE[role]
    setattr(user, flag, has)
    user.save(update_fields=[flag])
    log(user, "wagtail.edit", user=by if isinstance(by, User) else None, data={flag: has})


def _list_administrators() -> QuerySet[User]:
    return User.objects.filter(is_superuser=True, is_active=True)


def _list_other_administrators(by: Actor) -> list[User]:
    return list(_list_administrators().exclude(pk=by.pk))  # type: ignore[misc]  # None excludes nobody


def _notify_people(grant: RoleGrant, event: str, people: list[User]) -> None:
    link = f"{settings.SITE_URL}{reverse('roles:list')}"
    for person in {person.pk: person for person in people}.values():
        context = {
            "what": event,
            "person": grant.user.get_full_name(),
            "role": grant.get_role_display(),
            "link": link if person.is_superuser else "",
        }
        queue_mail(to=person.email, template="role_notice", context=context, language=person.language)
