"""Secret links: signed, so that a forged one costs no query; stored as a hash, so that the database reveals none."""

import hashlib
import secrets

from django.core import signing

SALT = "stedennet.intake"


def create_token() -> str:
    """A new secret for the address of a link: 32 random bytes with a signature."""
    return signing.Signer(salt=SALT).sign(secrets.token_urlsafe(32))


def hash_token(token: str) -> str:
    """The SHA-256 of a token, as the database stores it. Raises BadSignature when the token is not ours."""
    signing.Signer(salt=SALT).unsign(token)
    return hashlib.sha256(token.encode()).hexdigest()
