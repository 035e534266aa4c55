"""allauth's two pages that set up a second factor: setting one up shows that its person has it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpResponse

from stedennet.accounts.proofs import record_new_factor


class ActivateAppView(ActivateTOTPView):
    """An app on a telephone: the code that was typed is a proof."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Write the proof into the session."""
        answer: HttpResponse = super().form_valid(form)
        record_new_factor(self.request, self.request.user, Authenticator.Type.TOTP)
        return answer


class AddKeyView(AddWebAuthnView):
    """A security key or passkey: it has just signed."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Write the proof into the session."""
        answer: HttpResponse = super().form_valid(form)
        record_new_factor(self.request, self.request.user, Authenticator.Type.WEBAUTHN)
        return answer
