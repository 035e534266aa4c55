"""Form input kept between requests: an hour in the shared cache, encrypted with a key that only the browser has."""

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

KEPT_SECONDS = 3600
LARGEST = 1_000_000
"""Maximum number of characters of a form that are kept."""


def keep_words(response: HttpResponse, cookie: str, words: Any, *, key: str = "") -> None:
    """Keep `words` (JSON-serialisable) for the browser that gets this response, replacing what `key` kept."""
    key = key if find_words(key) is not None else secrets.token_urlsafe(32)
    encrypted = _lock(key).encrypt(json.dumps(words).encode()).decode()
    cache.set(_name(key), encrypted, timeout=KEPT_SECONDS)
    response.set_cookie(
        cookie, key, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def find_words(key: str) -> Any:
    """The words kept under this browser's key; None if they expired or never existed."""
    if not key:
        return None
    try:
        return json.loads(_lock(key).decrypt(cache.get(_name(key), "").encode()))
    except (InvalidToken, ValueError):
        return None


def drop_words(response: HttpResponse, cookie: str, key: str) -> None:
    """Delete the kept words from the cache, and their key from the browser."""
    cache.delete(_name(key))
    response.delete_cookie(cookie, samesite="Lax")


def _name(key: str) -> str:
    return f"unsent:{hashlib.sha256(key.encode()).hexdigest()}"


def _lock(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"stedennet.unsent {key}".encode()).digest()))
