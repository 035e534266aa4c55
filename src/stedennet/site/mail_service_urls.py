"""The address where a mail service tells what bounced: only that of the service that is set."""

from django.urls import URLPattern, path

from .views import mail_service


def patterns_of(service: str, secret: str) -> list[URLPattern]:
    """The address of this service; none without a service and a secret."""
    if not service or not secret:
        return []
    return [path(f"mail-melding/{service}/tracking/", mail_service.receive_mail_events, name="mail_service")]
