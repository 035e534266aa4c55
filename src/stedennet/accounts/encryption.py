"""Encryption of people's secrets in the database, with a key that is not in the database.

The key is derived from Django's SECRET_KEY. When that changes, keep the old one in SECRET_KEY_FALLBACKS until
`stedennet encrypt-factors` has run. A factor that can no longer be decrypted must be set up again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "fernet1:"


class UnreadableSecret(Exception):
    """A secret that none of the current keys decrypts."""


def encrypt_secret(text: str) -> str:
    """The text, encrypted; the result differs each time."""
    return PREFIX + _load_keys().encrypt(text.encode()).decode()


def decrypt_secret(stored: str) -> str:
    """The decrypted text; a secret stored before encryption was introduced is returned unchanged.

    Raises UnreadableSecret.
    """
    if not stored.startswith(PREFIX):
        return stored
    try:
        return _load_keys().decrypt(stored.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        raise UnreadableSecret from None


def is_current(stored: str) -> bool:
    """Whether the secret is encrypted with the current key, rather than in plain text or with a former key."""
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
