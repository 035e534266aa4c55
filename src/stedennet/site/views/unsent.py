"""Throwing away what was kept of a form that did not arrive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .. import unsent


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget the words, and open the form without them."""
    key = request.COOKIES.get(unsent.COOKIE, "")
    found = unsent.find(key)
    response = redirect(found.path if found else "account_home")
    unsent.drop(response, key)
    return response
