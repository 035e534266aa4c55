"""What allauth and Django tell about signing in, passwords, addresses and factors goes into the security log.

By signals and not by views: whatever door somebody comes through, it is written down.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind

from .models import User, normalise_email
from .sessions import record_session


def _get_signed_in_user(request: Any) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


@receiver(auth_signals.user_logged_in)
def record_sign_in(sender: Any, user: Any, request: Any = None, **kwargs: Any) -> None:
    """Somebody is in."""
    record_security_event(EventKind.SIGNED_IN, by=user, about=user)
    if getattr(request, "session", None) is not None:
        record_session(request, user)


@receiver(auth_signals.user_login_failed)
def record_failed_sign_in(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """A wrong password, or an address that nobody has."""
    typed = next((str(credentials[name]) for name in ("email", "username", "login") if credentials.get(name)), "")
    person = User.objects.filter(email=normalise_email(typed)).first() if typed else None
    record_security_event(EventKind.SIGN_IN_FAILED, by=_get_signed_in_user(request), about=person, address=typed)


@receiver(auth_signals.user_logged_out)
def record_sign_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Somebody left."""
    if user is not None:
        record_security_event(EventKind.SIGNED_OUT, by=user, about=user)


@receiver(account_signals.user_signed_up)
def record_sign_up(sender: Any, user: Any, **kwargs: Any) -> None:
    """Somebody made an account for themselves."""
    record_security_event(EventKind.ACCOUNT_MADE, by=user, about=user)


@receiver([account_signals.password_changed, account_signals.password_set])
def record_password_change(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Another password, by who is signed in."""
    record_security_event(EventKind.PASSWORD_CHANGED, by=_get_signed_in_user(request) or user, about=user)


@receiver(account_signals.password_reset)
def record_password_reset(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Another password, by the link of a mail."""
    record_security_event(EventKind.PASSWORD_RESET, by=_get_signed_in_user(request), about=user)


@receiver(account_signals.email_changed)
def record_address_change(sender: Any, request: Any, user: Any, to_email_address: Any, **kwargs: Any) -> None:
    """Another address to sign in with; only its mark is kept."""
    address = getattr(to_email_address, "email", str(to_email_address or ""))
    record_security_event(
        EventKind.ADDRESS_CHANGED, by=_get_signed_in_user(request) or user, about=user, address=address
    )


@receiver(mfa_signals.authenticator_added)
def record_factor_added(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A second factor more."""
    _record_factor(EventKind.FACTOR_ADDED, request, user, authenticator)


@receiver(mfa_signals.authenticator_removed)
def record_factor_removed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A second factor less."""
    _record_factor(EventKind.FACTOR_REMOVED, request, user, authenticator)


@receiver(mfa_signals.authenticator_reset)
def record_factor_renewed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """New recovery codes."""
    _record_factor(EventKind.FACTOR_RENEWED, request, user, authenticator)


@receiver(mfa_signals.authentication_failed)
def record_factor_failed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A code or key that was not right."""
    _record_factor(EventKind.FACTOR_FAILED, request, user, authenticator)


def _record_factor(kind: EventKind, request: Any, user: Any, authenticator: Any) -> None:
    record_security_event(
        kind, by=_get_signed_in_user(request), about=user, data={"factor": getattr(authenticator, "type", "")}
    )
