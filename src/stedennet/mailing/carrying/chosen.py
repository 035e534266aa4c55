"""Which carrier: SMTP when a server is set, Django's mail backend otherwise (files in the demo, memory in tests)."""

import contextlib
from collections.abc import Iterator

from django.conf import settings

from .by_django import ByDjango
from .by_smtp import BySmtp, Server
from .parcels import Carrier

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def _made() -> Carrier:
    if settings.EMAIL_BACKEND != SMTP:
        return ByDjango()
    server = Server(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        tls_from_start=settings.EMAIL_USE_SSL,
        starttls=settings.EMAIL_USE_TLS,
        timeout=settings.EMAIL_TIMEOUT,
    )
    return BySmtp(server, connections=settings.MAIL_CONNECTIONS)


@contextlib.contextmanager
def opened() -> Iterator[Carrier]:
    """A carrier, closed afterwards."""
    carrier = _made()
    try:
        yield carrier
    finally:
        carrier.close()
