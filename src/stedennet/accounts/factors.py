"""How second factors are stored: the secrets of apps and recovery codes are encrypted."""

import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction

from . import encryption

LOGGER = logging.getLogger(__name__)
SECRETS = {"secret", "seed", "migrated_codes"}


class FactorAdapter(DefaultMFAAdapter):
    """allauth's adapter for factors, with its two encryption hooks."""

    def encrypt(self, text: str) -> str:
        """The secret, encrypted for storage."""
        return encryption.encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The decrypted secret. An unreadable one becomes random: no code matches it, and the page says so."""
        try:
            return encryption.decrypt_secret(encrypted_text)
        except encryption.UnreadableSecret:
            LOGGER.error(
                "A second factor cannot be read: SECRET_KEY changed, and SECRET_KEY_FALLBACKS lacks the former"
            )
            return generate_totp_secret()


@transaction.atomic
def encrypt_factors() -> tuple[int, int]:
    """Encrypt all secrets with the current key; returns how many were rewritten, and how many are unreadable."""
    rewritten = unreadable = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        try:
            reencrypted = {name: _reencrypt(secret) for name, secret in factor.data.items() if name in SECRETS}
        except encryption.UnreadableSecret:
            unreadable += 1
            continue
        if any(factor.data[name] != value for name, value in reencrypted.items()):
            factor.data |= reencrypted
            factor.save(update_fields=["data"])
            rewritten += 1
    return rewritten, unreadable


def _reencrypt(secret: str | list[str]) -> str | list[str]:
    if isinstance(secret, list):
        return [str(_reencrypt(code)) for code in secret]
    return secret if encryption.is_current(secret) else encryption.encrypt_secret(encryption.decrypt_secret(secret))
