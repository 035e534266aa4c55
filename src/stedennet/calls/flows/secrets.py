"""The personal links of who placed a call and of who answered it."""

import hashlib

from django.core.signing import BadSignature

from stedennet.personal_links.kinds import Holder
from stedennet.personal_links.signers import LinkSigner

from ..links import address
from ..models import Call, Interest

OWNER = LinkSigner("call", salt="stedennet.calls.owner")
SENDER = LinkSigner("talk", salt="stedennet.calls.interest")


def secret_of(call: Call) -> str:
    """The secret of who placed it; another address gets another secret."""
    return OWNER.sign(_value_of(call.pk, call.owner_email))


def find_call(token: str) -> Call | None:
    """The call that this secret belongs to; None when it is forged or of an address of before."""
    key, mark = _read(OWNER, token)
    found = Call.objects.with_cards().filter(pk=key).first() if key else None
    return found if found and found.owner_email and _print_of(found.owner_email) == mark else None


def secret_of_interest(interest: Interest) -> str:
    """The secret of who answered."""
    return SENDER.sign(_value_of(interest.pk, interest.email))


def find_interest(token: str) -> Interest | None:
    """The interest that this secret belongs to; None when it is forged."""
    key, mark = _read(SENDER, token)
    found = Interest.objects.select_related("call").filter(pk=key).first() if key else None
    return found if found and _print_of(found.email) == mark else None


def _read(signer: LinkSigner, token: str) -> tuple[str, str]:
    try:
        key, mark = signer.unsign(token).split("-")
    except (BadSignature, ValueError):
        return "", ""
    return key, mark


def holder_of_call(value: str) -> Holder | None:
    """To whom the link of who placed a call belongs."""
    found = Call.objects.filter(pk=value.partition("-")[0]).first()
    if found is None or not found.owner_email or _value_of(found.pk, found.owner_email) != value:
        return None
    url = address("own", secret_of(found), found.language)
    return Holder(found.owner_email, found.language, found.title, url)


def holder_of_interest(value: str) -> Holder | None:
    """To whom the link of who answered a call belongs."""
    found = Interest.objects.select_related("call").filter(pk=value.partition("-")[0]).first()
    if found is None or not found.email or _value_of(found.pk, found.email) != value:
        return None
    url = address("talk", secret_of_interest(found), found.language)
    return Holder(found.email, found.language, found.call.title, url)


def calls_of(email: str) -> list[str]:
    """What the links of this address to calls are for."""
    return [_value_of(one.pk, one.owner_email) for one in Call.objects.filter(owner_email__iexact=email)]


def interests_of(email: str) -> list[str]:
    """What the links of this address to talks are for."""
    return [_value_of(one.pk, one.email) for one in Interest.objects.filter(email__iexact=email)]


def _value_of(key: int, email: str) -> str:
    return f"{key}-{_print_of(email)}"


def _print_of(email: str) -> str:
    return hashlib.sha256(email.casefold().encode()).hexdigest()[:12]
