"""Choosing the transport: SMTP if the settings say so, else Django's backend (files in the demo, memory in tests)."""

import contextlib
from collections.abc import Iterator

from django.conf import settings

from .django_backend import DjangoTransport
from .messages import Transport
from .smtp import Server, SmtpTransport

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def _create_transport() -> Transport:
    if settings.EMAIL_BACKEND != SMTP:
        return DjangoTransport()
    server = Server(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        tls_from_start=settings.EMAIL_USE_SSL,
        starttls=settings.EMAIL_USE_TLS,
        timeout=settings.EMAIL_TIMEOUT,
    )
    return SmtpTransport(server, connections=settings.MAIL_CONNECTIONS)


@contextlib.contextmanager
def open_transport() -> Iterator[Transport]:
    """Open the transport that the settings ask for, and close it afterwards."""
    transport = _create_transport()
    try:
        yield transport
    finally:
        transport.close()
