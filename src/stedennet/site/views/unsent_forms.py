"""Discarding the saved text of a form that was never submitted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .. import unsent_forms


@require_POST
def discard_form(request: HttpRequest) -> HttpResponse:
    """Delete the saved text and redirect to the empty form."""
    key = request.COOKIES.get(unsent_forms.COOKIE, "")
    unsent_form = unsent_forms.find_unsent_form(key)
    response = redirect(unsent_form.path if unsent_form else "account_home")
    unsent_forms.discard_unsent_form(response, key)
    return response
