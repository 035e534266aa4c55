"""The webhook on which the configured mail service reports bounces; it needs the secret."""

from collections.abc import Callable

from anymail import urls as anymail_urls
from anymail.exceptions import AnymailError
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

UNREADABLE = (AnymailError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""The errors that the library raises for a malformed body."""


@csrf_exempt
def receive_mail_events(request: HttpRequest) -> HttpResponse:
    """Pass the events to the library's view for this service; without the secret the body is not read."""
    credentials = get_request_basic_auth(request) or ""
    if not settings.MAIL_WEBHOOK_SECRET or not constant_time_compare(credentials, settings.MAIL_WEBHOOK_SECRET):
        return HttpResponse(status=403)
    try:
        return _find_webhook_view(settings.MAIL_SERVICE)(request)  # type: ignore[no-any-return]
    except UNREADABLE:
        return HttpResponse(status=400)


def _find_webhook_view(service: str) -> Callable[[HttpRequest], HttpResponse]:
    names = {pattern.name: pattern.callback for pattern in anymail_urls.urlpatterns}
    return names.get(f"{service}_tracking_webhook") or names[f"{service}_webhook"]
