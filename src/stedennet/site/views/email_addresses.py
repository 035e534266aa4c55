"""The mail addresses of an account: allauth's page as a single form, so that no button loses what was typed."""

from allauth.account.views import EmailView
from django.http import HttpRequest, HttpResponse

TYPED = "typed_address"
"""The session key of a new address that was typed when another button was pressed."""


class EmailAddressesView(EmailView):
    """Add an address, make it the primary one, send its confirmation again, or remove it."""

    def get_initial(self) -> dict[str, object]:
        """Fill in the address that was typed before another button was pressed."""
        return {**super().get_initial(), "email": self.request.session.pop(TYPED, "")}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Handle the button that was pressed, and keep an address that was typed but not added."""
        if "action_add" not in request.POST and (typed := request.POST.get("nieuw-email", "").strip()):
            request.session[TYPED] = typed[:254]
        return super().post(request, *args, **kwargs)


manage_email_addresses = EmailAddressesView.as_view()
