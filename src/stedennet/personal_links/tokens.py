"""The secrets in links: signed, so that a forged one costs no query; or random, and stored only as a hash."""

import datetime as dt
import hashlib
import secrets

from django.core import signing


def sign_text(text: str, *, salt: str, lifetime: dt.timedelta | None = None) -> str:
    """The text with a signature; with a `lifetime` also the time of signing."""
    return signing.TimestampSigner(salt=salt).sign(text) if lifetime else signing.Signer(salt=salt).sign(text)


def read_signed_text(token: str, *, salt: str, lifetime: dt.timedelta | None = None) -> str:
    """The text that was signed. Raises BadSignature for a forged token, or one older than `lifetime`."""
    if lifetime:
        return signing.TimestampSigner(salt=salt).unsign(token, max_age=lifetime)
    return signing.Signer(salt=salt).unsign(token)


def sign_number(number: int, *, salt: str) -> str:
    """The number as JSON with a signature and the time of signing, as `signing.dumps` writes it."""
    return signing.dumps(number, salt=salt)


def read_signed_number(token: str, *, salt: str) -> str:
    """The number that was signed, as text. Raises BadSignature for a forged token."""
    return str(signing.loads(token, salt=salt))


def create_secret(salt: str) -> str:
    """A new random secret: 32 bytes with a signature."""
    return signing.Signer(salt=salt).sign(secrets.token_urlsafe(32))


def hash_secret(token: str, salt: str) -> str:
    """The SHA-256 of a secret, as the database stores it. Raises BadSignature when the secret is not ours."""
    signing.Signer(salt=salt).unsign(token)
    return hashlib.sha256(token.encode()).hexdigest()
