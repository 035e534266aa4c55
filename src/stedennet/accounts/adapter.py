"""Where allauth meets this house: its mails become rows in the outbox, in the transaction that causes them."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from stedennet.limits.addresses import address_of
from stedennet.outbox.flows import may_mail_unconfirmed, queue_message

from .models import normalise_email

TO_UNCONFIRMED_ADDRESSES = frozenset(
    {
        "account_already_exists",
        "email_confirm",
        "email_confirmation",
        "email_confirmation_signup",
        "login_code",
        "password_reset",
        "password_reset_code",
        "password_reset_key",
        "unknown_account",
    }
)
"""allauth's mails to an address that somebody typed; the others tell the owner what happened to his account."""


class AccountAdapter(DefaultAccountAdapter):
    """Everybody may make an account; what an account may do comes from roles and from representing organisations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may sign up."""
        return True

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the language in which somebody signed up, to write back in it."""
        user.language = (get_language() or "nl")[:2]
        return super().save_user(request, user, form, commit)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The reader's address, by which allauth counts attempts (IPv6 by its /64).

        allauth's own raises an error when a request passed fewer proxies than we trust.
        """
        return address_of(request.META) or "unknown"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own has the Host field in it: every spelling of the host, or a port, gave five more attempts.
        return normalise_email(str(credentials.get("email") or credentials.get("username") or ""))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody confirms who it is: with the second factor, for who has one; the password alone is less."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        with_factor = [one for one in methods if one["id"] != "reauthenticate"]
        return with_factor or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render the mail as allauth does and leave it in the outbox; the worker sends it.

        What anybody can let us send to an address that he types goes there five times a day at most.
        """
        if template_prefix.rpartition("/")[2] in TO_UNCONFIRMED_ADDRESSES and not may_mail_unconfirmed(email):
            return
        values = {
            "request": allauth_context.request,
            "email": email,
            "current_site": SimpleNamespace(name=settings.NETWORK_NAME, domain=settings.SITE_URL),
            **context,
        }
        queue_message(self.render_mail(template_prefix, email, values))
