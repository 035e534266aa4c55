"""A small sum that a browser does before it sends a form: nothing for one reader, much for who sends thousands.

ALTCHA's proof of work (https://altcha.org), from its libraries on both sides; nothing is asked of another host.
Who has no JavaScript sends no sum and may send less often (public_forms/limits.py).
"""

import datetime as dt
import secrets
from typing import Any

import altcha
from django.conf import settings

from stedennet.core.clock import now
from stedennet.limits.flows import mark_used

VALID = dt.timedelta(hours=2)
HARDEST = 300
"""The most tries that a browser needs; each takes COST rounds, together half a second on a telephone."""
COST = 1000
LONGEST = 2000


def create_challenge() -> dict[str, Any]:
    """A new sum, signed, as the browser's half of the library reads it."""
    made = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=secrets.randbelow(HARDEST),
        expires_at=now() + VALID,
        hmac_secret=_derive_secret("sum"),
        hmac_key_secret=_derive_secret("answer"),
    )
    return made.to_dict()


def is_proven(answer: str) -> bool:
    """Whether `answer` is the right one to a sum of ours that is not too old and was not used before."""
    if not answer or len(answer) > LONGEST:
        return False
    try:
        sent = altcha.Payload.from_base64(answer)
        result = altcha.verify_solution(sent, _derive_secret("sum"), hmac_key_secret=_derive_secret("answer"))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        # The library expects the right shape inside the JSON; whoever sends another shape did not do the sum.
        return False
    return result.verified and mark_used(f"proof:{sent.challenge.signature}", within=VALID.total_seconds())


def _derive_secret(use: str) -> str:
    return f"stedennet.proof.{use}.{settings.SECRET_KEY}"
