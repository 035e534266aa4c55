"""allauth's two pages to set up a second factor; setting one up proves that the user has it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.forms import Form
from django.http import HttpResponse

from stedennet.accounts.proofs import record_new_factor


class ActivateAppView(ActivateTOTPView):
    """Activates an authenticator app; the code that was typed is the proof."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Record the proof in the session."""
        answer: HttpResponse = super().form_valid(form)
        record_new_factor(self.request, self.request.user, Authenticator.Type.TOTP)
        return answer


class AddKeyView(AddWebAuthnView):
    """Adds a security key or passkey; its signature is the proof."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Record the proof in the session."""
        answer: HttpResponse = super().form_valid(form)
        record_new_factor(self.request, self.request.user, Authenticator.Type.WEBAUTHN)
        return answer
