"""Writes what allauth and Django report about signing in, passwords, addresses and factors to the security log.

By signals and not in views, so that every login method is logged.
"""

from collections.abc import Mapping

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver
from django.http import HttpRequest

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind

from .models import User, normalise_email
from .sessions import record_session


def _get_signed_in_user(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


@receiver(auth_signals.user_logged_in)
def record_sign_in(sender: object, user: User, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Log that somebody signed in, and record the session."""
    record_security_event(EventKind.SIGNED_IN, by=user, about=user)
    if request is not None and getattr(request, "session", None) is not None:
        record_session(request, user)


@receiver(auth_signals.user_login_failed)
def record_failed_sign_in(
    sender: object, credentials: Mapping[str, object], request: HttpRequest | None = None, **kwargs: object
) -> None:
    """Log a wrong password, or an unknown address."""
    typed = next((str(credentials[name]) for name in ("email", "username", "login") if credentials.get(name)), "")
    person = User.objects.filter(email=normalise_email(typed)).first() if typed else None
    record_security_event(EventKind.SIGN_IN_FAILED, by=_get_signed_in_user(request), about=person, address=typed)


@receiver(auth_signals.user_logged_out)
def record_sign_out(sender: object, user: User | None, **kwargs: object) -> None:
    """Log that somebody signed out."""
    if user is not None:
        record_security_event(EventKind.SIGNED_OUT, by=user, about=user)


@receiver(account_signals.user_signed_up)
def record_sign_up(sender: object, user: User, **kwargs: object) -> None:
    """Log that somebody made an account for themselves."""
    record_security_event(EventKind.ACCOUNT_MADE, by=user, about=user)


@receiver([account_signals.password_changed, account_signals.password_set])
def record_password_change(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    """Log that a signed-in person changed the password."""
    record_security_event(EventKind.PASSWORD_CHANGED, by=_get_signed_in_user(request) or user, about=user)


@receiver(account_signals.password_reset)
def record_password_reset(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    """Log a new password, set by the link in a mail."""
    record_security_event(EventKind.PASSWORD_RESET, by=_get_signed_in_user(request), about=user)


@receiver(account_signals.email_changed)
def record_address_change(
    sender: object, request: HttpRequest | None, user: User, to_email_address: object, **kwargs: object
) -> None:
    """Log a new sign-in address; only its hash is stored."""
    address = getattr(to_email_address, "email", str(to_email_address or ""))
    record_security_event(
        EventKind.ADDRESS_CHANGED, by=_get_signed_in_user(request) or user, about=user, address=address
    )


@receiver(mfa_signals.authenticator_added)
def record_factor_added(
    sender: object, request: HttpRequest | None, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Log an added second factor."""
    _record_factor(EventKind.FACTOR_ADDED, request, user, authenticator)


@receiver(mfa_signals.authenticator_removed)
def record_factor_removed(
    sender: object, request: HttpRequest | None, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Log a removed second factor."""
    _record_factor(EventKind.FACTOR_REMOVED, request, user, authenticator)


@receiver(mfa_signals.authenticator_reset)
def record_factor_renewed(
    sender: object, request: HttpRequest | None, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Log new recovery codes."""
    _record_factor(EventKind.FACTOR_RENEWED, request, user, authenticator)


@receiver(mfa_signals.authentication_failed)
def record_factor_failed(
    sender: object, request: HttpRequest | None, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Log a wrong code or key."""
    _record_factor(EventKind.FACTOR_FAILED, request, user, authenticator)


def _record_factor(kind: EventKind, request: HttpRequest | None, user: User, authenticator: Authenticator) -> None:
    record_security_event(
        kind, by=_get_signed_in_user(request), about=user, data={"factor": getattr(authenticator, "type", "")}
    )
