"""Adapts allauth to this site: its mail goes to the outbox, in the transaction that causes it."""

from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import get_language

from stedennet.limits.addresses import address_of
from stedennet.outbox.flows import may_mail_unconfirmed, queue_message

from .models import User, normalise_email

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
"""allauth's mails to an address that somebody typed; its other mails notify the owner of an account."""


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter. Anybody can make an account; roles and representations decide what it may do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether people may sign up: always."""
        return True

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Store the language in which somebody signs up, for the mails to them."""
        user.language = (get_language() or "nl")[:2]
        return super().save_user(request, user, form, commit)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The reader's network address, by which allauth counts attempts (IPv6 by its /64).

        allauth's own method raises an error when a request passed fewer proxies than are trusted.
        """
        return address_of(request.META) or "unknown"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: object) -> str:
        # allauth's own key contains the Host header: every spelling of the host, or a port, gave five more attempts.
        return normalise_email(str(credentials.get("email") or credentials.get("username") or ""))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, object]]:
        """How somebody can reauthenticate: people with a second factor must use it; a password alone proves less."""
        methods: list[dict[str, object]] = super().get_reauthentication_methods(user)
        factor_methods = [method for method in methods if method["id"] != "reauthenticate"]
        return factor_methods or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Render the mail as allauth does, and queue it in the outbox.

        Mail that anybody can cause to a typed address goes there at most five times a day.
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
