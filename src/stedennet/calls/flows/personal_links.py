"""The personal links of who placed a call and of who answered it."""

import hashlib

from django.core.signing import BadSignature

from stedennet.personal_links.kinds import Holder
from stedennet.personal_links.signers import LinkSigner

from ..links import get_url
from ..models import Call, Interest

OWNER_SIGNER = LinkSigner("call", salt="stedennet.calls.owner")
SENDER_SIGNER = LinkSigner("talk", salt="stedennet.calls.interest")


def create_owner_token(call: Call) -> str:
    """The token of the owner's personal link; it stops working when the owner's address changes."""
    return OWNER_SIGNER.sign(_link_value_of(call.pk, call.owner_email))


def find_call_by_link(token: str) -> Call | None:
    """The call that this token belongs to; None when it is forged or was issued for a former address."""
    key, mark = _read_token(OWNER_SIGNER, token)
    found = Call.objects.with_cards().filter(pk=key).first() if key else None
    return found if found and found.owner_email and _hash_email(found.owner_email) == mark else None


def create_sender_token(interest: Interest) -> str:
    """The secret of who answered."""
    return SENDER_SIGNER.sign(_link_value_of(interest.pk, interest.email))


def find_interest_by_link(token: str) -> Interest | None:
    """The interest that this secret belongs to; None when it is forged."""
    key, mark = _read_token(SENDER_SIGNER, token)
    found = Interest.objects.select_related("call").filter(pk=key).first() if key else None
    return found if found and _hash_email(found.email) == mark else None


def _read_token(signer: LinkSigner, token: str) -> tuple[str, str]:
    try:
        key, mark = signer.unsign(token).split("-")
    except (BadSignature, ValueError):
        return "", ""
    return key, mark


def find_call_link_holder(value: str) -> Holder | None:
    """The holder of a call owner's personal link; None if the call is gone or its owner's address has changed."""
    found = Call.objects.filter(pk=value.partition("-")[0]).first()
    if found is None or not found.owner_email or _link_value_of(found.pk, found.owner_email) != value:
        return None
    url = get_url("own", create_owner_token(found), found.language)
    return Holder(found.owner_email, found.language, found.title, url)


def find_interest_link_holder(value: str) -> Holder | None:
    """The holder of an answer's personal link; None if the answer is gone or its sender's address has changed."""
    found = Interest.objects.select_related("call").filter(pk=value.partition("-")[0]).first()
    if found is None or not found.email or _link_value_of(found.pk, found.email) != value:
        return None
    url = get_url("talk", create_sender_token(found), found.language)
    return Holder(found.email, found.language, found.call.title, url)


def list_call_link_values(email: str) -> list[str]:
    """The values signed in the links of the calls whose owner has this address."""
    return [_link_value_of(one.pk, one.owner_email) for one in Call.objects.filter(owner_email__iexact=email)]


def list_interest_link_values(email: str) -> list[str]:
    """The values signed in the links of the conversations whose sender has this address."""
    return [_link_value_of(one.pk, one.email) for one in Interest.objects.filter(email__iexact=email)]


def _link_value_of(key: int, email: str) -> str:
    return f"{key}-{_hash_email(email)}"


def _hash_email(email: str) -> str:
    return hashlib.sha256(email.casefold().encode()).hexdigest()[:12]
