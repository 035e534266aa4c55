"""Secret links: signed, so that a forged one costs no query; kept as a hash, so that the database gives none away."""

import hashlib
import secrets

from django.core import signing

SALT = "stedennet.intake"


def create_token() -> str:
    """A secret for the address of a link: 32 random bytes with a signature."""
    return signing.Signer(salt=SALT).sign(secrets.token_urlsafe(32))


def hash_token(token: str) -> str:
    """What the database keeps of a token: its SHA-256. Raises BadSignature when the token is not one of ours."""
    signing.Signer(salt=SALT).unsign(token)
    return hashlib.sha256(token.encode()).hexdigest()
