"""Where allauth meets this house: its mails become rows in the outbox, in the transaction that causes them."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from stedennet.outbox.flows import post_message


class AccountAdapter(DefaultAccountAdapter):
    """Everybody may make an account; what an account may do comes from roles and from representing organisations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may sign up."""
        return True

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the language in which somebody signed up, to write back in it."""
        user.language = (get_language() or "nl")[:2]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render the mail as allauth does and leave it in the outbox; the worker sends it."""
        values = {
            "request": allauth_context.request,
            "email": email,
            "current_site": SimpleNamespace(name=settings.NETWORK_NAME, domain=settings.SITE_URL),
            **context,
        }
        post_message(self.render_mail(template_prefix, email, values))
