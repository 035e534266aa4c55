"""Every change to people: who comes, what they agree to, who leaves. Each `can_x` stands beside `x`.

Who gets and loses a role: `role_flows`.
"""

import hashlib
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError
from django.utils.translation import gettext as _
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor, System, is_administrator
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.typed_text import clean_line
from stedennet.mailing.flows.erasure import erase_deliveries
from stedennet.outbox.flows import erase_address_from_mail, queue_mail

from .erasers import Leaver, get_registered_erasers
from .models import Consent, Role, User, normalise_email
from .role_grants import grant_role
from .rules import FLAG_OF_ROLE


def hash_email(email: str) -> str:
    """By what a person without an account is known: the SHA-256 of the address, in hexadecimal."""
    return hashlib.sha256(normalise_email(email).encode()).hexdigest()


def record_consent(email: str, *, kind: str, wording: str, version: str, language: str, page: str) -> Consent:
    """Keep the very words that the owner of an address agreed to; the address itself is not kept here.

    For flows that made sure of the owner. `page` is the path where it was asked.
    """
    return Consent.objects.create(
        email_hash=hash_email(email), kind=kind, wording=wording, version=version, language=language, page=page[:500]
    )


def withdraw_consent(consent: Consent) -> Consent:
    """It does not hold any more, from now; what was agreed to, and how long, stays provable. Twice is once."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = max(now(), consent.given_at)
        consent.save(update_fields=["withdrawn_at"])
    return consent


def can_create_person(by: Actor) -> bool:
    """Whether `by` may make an account for somebody else: administrators, and the program itself."""
    return isinstance(by, System) or is_administrator(by)


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None, by: Actor, **extra: Any) -> User:
    """An account whose address needs no confirmation by mail, because `by` answers for it.

    `extra` goes to the User, for instance `language="en"`; roles only when the program itself makes the account.
    Raises NotAllowed, or Refused when the address is taken.
    """
    roles = [role for role, flag in FLAG_OF_ROLE.items() if extra.pop(flag, False)]
    _check_allowed(can_create_person(by) and (isinstance(by, System) or not roles))
    if User.objects.filter(email=normalise_email(email)).exists():
        raise Refused(_("Er is al een gebruiker met dit e-mailadres."), field="email")
    user = User.objects.create_user(email, password, name=clean_line(name), **extra)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record_security_event(EventKind.ACCOUNT_MADE, by=by, about=user)
    for role in roles:
        grant_role(user, role, by=by)
    return user


def send_account_notice(user: User) -> None:
    """Mail somebody for whom an account was made where to choose a password: nobody else may know it."""
    context = {"person": user.get_full_name(), "network": settings.NETWORK_NAME, "site": settings.SITE_URL}
    queue_mail(to=user.email, template="account_made", context=context, language=user.language)


def make_editor(user: User, *, by: System) -> User:
    """The program itself makes somebody editor: they write, publish and keep the register. Raises NotAllowed."""
    return grant_role(user, Role.EDITOR, by=by)


def make_moderator(user: User, *, by: System) -> User:
    """The program itself makes somebody moderator: they judge what comes in from outside. Raises NotAllowed."""
    return grant_role(user, Role.MODERATOR, by=by)


def can_delete_account(user: User, by: Actor) -> bool:
    """A person may delete the own account; a superuser anybody's."""
    return is_administrator(by) or (by.is_authenticated and by.is_active and by.pk == user.pk)


@transaction.atomic
def delete_account(user: User, *, by: Actor) -> None:
    """Remove the person from every table; what was consented to stays provable by the hash of the address alone.

    Raises NotAllowed; Refused for the last superuser, and when records of others still hang on this person.
    """
    _check_allowed(can_delete_account(user, by))
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise Refused(_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))
    user.consents.update(email_hash=hash_email(user.email))
    pk, addresses = user.pk, {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    # The history of the admin keeps a name as label; what happened stays, who it was goes.
    ModelLogEntry.objects.for_instance(user).update(label="", data={})
    for address in addresses:
        _erase_person(Leaver(normalise_email(address), pk))
    end_sessions(pk)
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, RestrictedError) as error:
        raise Refused(_("Aan dit account hangen nog gegevens. Vraag het programmabureau om hulp.")) from error
    record_security_event(EventKind.ACCOUNT_DELETED, by=by, data={"account": pk})


def can_erase_address(by: Actor) -> bool:
    """Whether `by` may take somebody without an account out of every table: administrators, and the program itself."""
    return isinstance(by, System) or is_administrator(by)


@transaction.atomic
def erase_address(email: str, *, by: Actor) -> int:
    """Take somebody without an account out of every table, for who asks for it; returns how many rows changed.

    Raises NotAllowed; Refused when there is an account: that is deleted itself.
    """
    _check_allowed(can_erase_address(by))
    if User.objects.filter(email=normalise_email(email)).exists():
        raise Refused(_("Bij dit adres hoort een account. Verwijder dat account."), field="email")
    return _erase_person(Leaver(normalise_email(email)))


def _erase_person(leaver: Leaver) -> int:
    # The admin's history has the label of what was changed, and that can be an address.
    history = ModelLogEntry.objects.filter(Q(label__icontains=leaver.email) | Q(data__icontains=leaver.email))
    history.update(label="", data={})
    changed = sum(eraser(leaver) for eraser in get_registered_erasers().values())
    # The lower rooms come last: the others may have written mail to who leaves.
    return changed + erase_deliveries(leaver.email) + erase_address_from_mail(leaver.email)


def end_sessions(user_id: int) -> int:
    """Sign this person out everywhere; returns how many sessions ended."""
    keys = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(user_id)]
    return Session.objects.filter(pk__in=keys).delete()[0]


def delete_ended_sessions() -> int:
    """Delete the sessions that ended, and what editors typed for a preview a day ago; returns how many rows."""
    return Session.objects.filter(expire_date__lte=now()).delete()[0] + FormState.objects.stale().delete()[0]


def _check_allowed(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed(_("U mag dit niet doen."))
