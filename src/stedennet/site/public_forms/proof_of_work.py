"""A small computation that a browser does before it sends a form: cheap once, expensive for thousands of forms.

ALTCHA's proof of work (https://altcha.org), with its libraries on both sides; no other host is involved.
A browser without JavaScript sends no proof and may send less often (public_forms/limits.py).
"""

import datetime as dt
import secrets

import altcha
from django.conf import settings

from stedennet.core.clock import now
from stedennet.limits.flows import mark_used

VALID = dt.timedelta(hours=2)
HARDEST = 300
"""The most attempts that a browser needs; each takes COST rounds, together half a second on a phone."""
COST = 1000
LONGEST = 2000


def create_challenge() -> dict[str, object]:
    """Create a signed challenge, in the form that the library's browser half reads."""
    challenge = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=secrets.randbelow(HARDEST),
        expires_at=now() + VALID,
        hmac_secret=_derive_secret("sum"),
        hmac_key_secret=_derive_secret("answer"),
    )
    return challenge.to_dict()


def is_proven(answer: str) -> bool:
    """Whether `answer` solves a challenge of ours that has not expired and was not used before."""
    if not answer or len(answer) > LONGEST:
        return False
    try:
        payload = altcha.Payload.from_base64(answer)
        result = altcha.verify_solution(payload, _derive_secret("sum"), hmac_key_secret=_derive_secret("answer"))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        # The library expects the right shape inside the JSON; any other shape is no proof.
        return False
    return result.verified and mark_used(f"proof:{payload.challenge.signature}", within=VALID.total_seconds())


def _derive_secret(use: str) -> str:
    return f"stedennet.proof.{use}.{settings.SECRET_KEY}"
