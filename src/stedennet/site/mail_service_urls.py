"""The URL where the configured mail service reports bounces; other services have none."""

from django.urls import URLPattern, path

from .views import mail_service


def patterns_of(service: str, secret: str) -> list[URLPattern]:
    """The URL pattern of this service; none without a service and a secret."""
    if not service or not secret:
        return []
    return [path(f"mail-melding/{service}/tracking/", mail_service.receive_mail_events, name="mail_service")]
