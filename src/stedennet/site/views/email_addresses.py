"""The addresses of an account: allauth's page as one form, so that no button loses a half-typed address."""

from typing import Any

from allauth.account.views import EmailView
from django.http import HttpRequest, HttpResponse

TYPED = "typed_address"
"""Where the session keeps a new address that was typed while another button was pressed."""


class EmailAddressesView(EmailView):
    """Adds an address, makes one the primary, sends its confirmation again, or removes it."""

    def get_initial(self) -> dict[str, Any]:
        """Show a typed address once more."""
        return {**super().get_initial(), "email": self.request.session.pop(TYPED, "")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says, and keep a typed address that was not added."""
        if "action_add" not in request.POST and (typed := request.POST.get("nieuw-email", "").strip()):
            request.session[TYPED] = typed[:254]
        return super().post(request, *args, **kwargs)


manage_email_addresses = EmailAddressesView.as_view()
