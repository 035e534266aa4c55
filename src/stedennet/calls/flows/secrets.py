"""The personal links of who placed a call and of who answered it."""

import hashlib

from django.core.signing import BadSignature, Signer

from ..models import Call, Interest

OWNER, SENDER = Signer(salt="stedennet.calls.owner"), Signer(salt="stedennet.calls.interest")


def secret_of(call: Call) -> str:
    """The secret of who placed it; another address gets another secret."""
    return OWNER.sign(f"{call.pk}-{_print_of(call.owner_email)}")


def find_call(token: str) -> Call | None:
    """The call that this secret belongs to; None when it is forged or of an address of before."""
    key, mark = _read(OWNER, token)
    found = Call.objects.with_cards().filter(pk=key).first() if key else None
    return found if found and found.owner_email and _print_of(found.owner_email) == mark else None


def secret_of_interest(interest: Interest) -> str:
    """The secret of who answered."""
    return SENDER.sign(f"{interest.pk}-{_print_of(interest.email)}")


def find_interest(token: str) -> Interest | None:
    """The interest that this secret belongs to; None when it is forged."""
    key, mark = _read(SENDER, token)
    found = Interest.objects.select_related("call").filter(pk=key).first() if key else None
    return found if found and _print_of(found.email) == mark else None


def _read(signer: Signer, token: str) -> tuple[str, str]:
    try:
        key, mark = signer.unsign(token).split("-")
    except (BadSignature, ValueError):
        return "", ""
    return key, mark


def _print_of(email: str) -> str:
    return hashlib.sha256(email.casefold().encode()).hexdigest()[:12]
