"""Secrets of people in the database, encrypted with a key that the database does not know.

The key is derived from Django's SECRET_KEY. Whoever changes that keeps the former one in SECRET_KEY_FALLBACKS until
`stedennet encrypt-factors` has run; what cannot be read any more is set up anew.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "fernet1:"


class UnreadableSecret(Exception):
    """A secret that none of the present keys opens."""


def encrypt_secret(text: str) -> str:
    """The text as it may be stored; the same text looks different each time."""
    return PREFIX + _load_keys().encrypt(text.encode()).decode()


def decrypt_secret(stored: str) -> str:
    """The text again; one from before there was encryption is given as it is. Raises Unreadable."""
    if not stored.startswith(PREFIX):
        return stored
    try:
        return _load_keys().decrypt(stored.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        raise UnreadableSecret from None


def is_current(stored: str) -> bool:
    """Whether it is encrypted with the present key, and not in plain text or with a key of before."""
    if not stored.startswith(PREFIX):
        return False
    try:
        _build_fernet(settings.SECRET_KEY).decrypt(stored.removeprefix(PREFIX).encode())
    except InvalidToken:
        return False
    return True


def _load_keys() -> MultiFernet:
    return MultiFernet([_build_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _build_fernet(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"stedennet.accounts.encryption")
    return Fernet(base64.urlsafe_b64encode(derived.derive(str(secret).encode())))
