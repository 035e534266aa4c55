"""Messages between two pages, in a cookie with the same prefix as the others."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's cookie for messages, under a name that no neighbouring host can set."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    """The cookie first; what is too long for it stands in the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
