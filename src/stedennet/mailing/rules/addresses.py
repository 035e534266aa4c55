"""Mail addresses, and return addresses that identify a delivery (VERP). Pure.

A return address is `bounces+<number>-<signature>@domain`. A bounce to it concerns that one delivery, and the signature
keeps people from forging a return address for somebody else's delivery.
"""

import base64
import hmac
import re

_SIGNATURE_BYTES = 10
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}")
_URL = re.compile(r"https?://[!-;=?-~]{1,880}")
_TAG = re.compile(r"(\d{1,18})-([a-z2-7]{16})", re.IGNORECASE)


def encode_address(email: str) -> str:
    """Return the address as SMTP accepts it, with the domain in ASCII. Raises ValueError for an invalid address."""
    mailbox, _at, domain = email.strip().rpartition("@")
    domain = encode_domain(domain)
    if len(mailbox) > 64 or not _MAILBOX.fullmatch(mailbox) or not _DOMAIN.fullmatch(domain):
        raise ValueError(f"not an address: {email!r}")
    return f"{mailbox}@{domain}"


def encode_domain(domain: str) -> str:
    """Return the domain as mail servers write it (IDNA). Raises ValueError for an invalid domain."""
    domain = domain.strip().removeprefix("@")
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"not a domain: {domain!r}") from error


def is_url(url: str) -> bool:
    """Whether this is a URL that can stand between `<` and `>` in a header."""
    return bool(_URL.fullmatch(url))


def build_tag(number: int, key: bytes) -> str:
    """Build `<number>-<signature>` of lower-case letters and digits, so that it survives a change of case."""
    return f"{number}-{_sign_number(number, key)}"


def find_tagged_number(text: str, key: bytes) -> int | None:
    """Return the number in the first tag of `text` with a valid signature, or None."""
    for number, signature in _TAG.findall(text):
        if hmac.compare_digest(_sign_number(int(number), key), signature.lower()):
            return int(number)
    return None


def build_return_address(tag: str, base: str) -> str:
    """Build the address to which undeliverable mail returns: the mailbox `base` with a tag of `build_tag`."""
    mailbox, _at, domain = base.rpartition("@")
    return f"{mailbox}+{tag}@{domain}"


def _sign_number(number: int, key: bytes) -> str:
    digest = hmac.digest(key, str(number).encode(), "sha256")[:_SIGNATURE_BYTES]
    return base64.b32encode(digest).decode().lower()
