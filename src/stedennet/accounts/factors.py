"""How second factors are stored: seeds of apps and of recovery codes encrypted, those from before rewritten."""

import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction

from . import encryption

LOGGER = logging.getLogger(__name__)
SECRETS = {"secret", "seed", "migrated_codes"}


class FactorAdapter(DefaultMFAAdapter):
    """allauth's adapter for factors, with its two hooks filled in."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return encryption.encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. One that no key opens becomes a random one: no code fits it, and the page says so."""
        try:
            return encryption.decrypt_secret(encrypted_text)
        except encryption.UnreadableSecret:
            LOGGER.error(
                "A second factor cannot be read: SECRET_KEY changed, and SECRET_KEY_FALLBACKS lacks the former"
            )
            return generate_totp_secret()


@transaction.atomic
def encrypt_factors() -> tuple[int, int]:
    """Encrypt all seeds with the present key; returns how many were rewritten, and how many no key opens."""
    rewritten = unreadable = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        try:
            renewed = {name: _reencrypt(stored) for name, stored in factor.data.items() if name in SECRETS}
        except encryption.UnreadableSecret:
            unreadable += 1
            continue
        if any(factor.data[name] != value for name, value in renewed.items()):
            factor.data |= renewed
            factor.save(update_fields=["data"])
            rewritten += 1
    return rewritten, unreadable


def _reencrypt(stored: str | list[str]) -> str | list[str]:
    if isinstance(stored, list):
        return [str(_reencrypt(one)) for one in stored]
    return stored if encryption.is_current(stored) else encryption.encrypt_secret(encryption.decrypt_secret(stored))
