"""All changes to people: creating accounts, consent, leaving. Each `can_x` stands beside `x`.

Roles are granted and withdrawn in `role_grants`.
"""

import hashlib

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
    """The key of a person without an account: the SHA-256 of the address, in hexadecimal."""
    return hashlib.sha256(normalise_email(email).encode()).hexdigest()


def record_consent(email: str, *, kind: str, wording: str, version: str, language: str, page: str) -> Consent:
    """Store the exact words that the owner of an address agreed to; the address itself is not stored.

    For flows that verified the owner. `page` is the path where consent was asked.
    """
    return Consent.objects.create(
        email_hash=hash_email(email), kind=kind, wording=wording, version=version, language=language, page=page[:500]
    )


def withdraw_consent(consent: Consent) -> Consent:
    """End the consent now; what was agreed to, and for how long, stays provable. Twice is the same as once."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = max(now(), consent.given_at)
        consent.save(update_fields=["withdrawn_at"])
    return consent


def can_create_person(by: Actor) -> bool:
    """Whether `by` may create an account for somebody else: administrators and the program itself may."""
    return isinstance(by, System) or is_administrator(by)


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None, by: Actor, **extra: object) -> User:
    """Create an account whose address needs no confirmation by mail, because `by` vouches for it.

    `extra` goes to the User, for instance `language="en"`; roles only when the program itself creates the account.
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
    """Mail somebody for whom an account was made where to choose a password, so that nobody else knows it."""
    context = {"person": user.get_full_name(), "network": settings.NETWORK_NAME, "site": settings.SITE_URL}
    queue_mail(to=user.email, template="account_made", context=context, language=user.language)


def make_editor(user: User, *, by: System) -> User:
    """Make somebody an editor; only the program itself may. Raises NotAllowed."""
    return grant_role(user, Role.EDITOR, by=by)


def make_moderator(user: User, *, by: System) -> User:
    """Make somebody a moderator; only the program itself may. Raises NotAllowed."""
    return grant_role(user, Role.MODERATOR, by=by)


def can_delete_account(user: User, by: Actor) -> bool:
    """Whether `by` may delete this account: its owner and superusers may."""
    return is_administrator(by) or (by.is_authenticated and by.is_active and by.pk == user.pk)


@transaction.atomic
def delete_account(user: User, *, by: Actor) -> None:
    """Remove the person from every table; consent stays provable by the hash of the address alone.

    Raises NotAllowed; Refused for the last superuser, and when other records still depend on this person.
    """
    _check_allowed(can_delete_account(user, by))
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise Refused(_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))
    user.consents.update(email_hash=hash_email(user.email))
    pk, addresses = user.pk, {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    # The admin's history has the name as a label: the entry stays, the name goes.
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
    """Whether `by` may erase somebody without an account: administrators and the program itself may."""
    return isinstance(by, System) or is_administrator(by)


@transaction.atomic
def erase_address(email: str, *, by: Actor) -> int:
    """Remove somebody without an account from every table, on request; returns how many rows changed.

    Raises NotAllowed; Refused when the address has an account: delete that instead.
    """
    _check_allowed(can_erase_address(by))
    if User.objects.filter(email=normalise_email(email)).exists():
        raise Refused(_("Bij dit adres hoort een account. Verwijder dat account."), field="email")
    return _erase_person(Leaver(normalise_email(email)))


def _erase_person(leaver: Leaver) -> int:
    # The admin's history has the label of the changed record, which can be an address.
    history = ModelLogEntry.objects.filter(Q(label__icontains=leaver.email) | Q(data__icontains=leaver.email))
    history.update(label="", data={})
    changed = sum(eraser(leaver) for eraser in get_registered_erasers().values())
    # The lower rooms come last: the others may have queued mail to this person.
    return changed + erase_deliveries(leaver.email) + erase_address_from_mail(leaver.email)


def end_sessions(user_id: int) -> int:
    """Sign this person out everywhere; returns how many sessions ended."""
    keys = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(user_id)]
    return Session.objects.filter(pk__in=keys).delete()[0]


def delete_ended_sessions() -> int:
    """Delete ended sessions, and form states of previews over a day old; returns how many rows."""
    return Session.objects.filter(expire_date__lte=now()).delete()[0] + FormState.objects.stale().delete()[0]


def _check_allowed(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed(_("U mag dit niet doen."))
