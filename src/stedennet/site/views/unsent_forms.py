"""Throwing away what was kept of a form that did not arrive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .. import unsent_forms


@require_POST
def discard_form(request: HttpRequest) -> HttpResponse:
    """Forget the words, and open the form without them."""
    key = request.COOKIES.get(unsent_forms.COOKIE, "")
    found = unsent_forms.find_unsent_form(key)
    response = redirect(found.path if found else "account_home")
    unsent_forms.discard_unsent_form(response, key)
    return response
