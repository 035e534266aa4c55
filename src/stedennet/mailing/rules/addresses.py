"""Addresses of addressees, and return addresses that know their delivery (VERP). Pure.

A return address is `bounces+<number>-<signature>@domain`: what comes back to it is about one delivery, and nobody can
make one for a delivery that was not his.
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
    """The address as SMTP takes it, with the domain in ASCII. Raises ValueError when it is none."""
    mailbox, _at, domain = email.strip().rpartition("@")
    domain = encode_domain(domain)
    if len(mailbox) > 64 or not _MAILBOX.fullmatch(mailbox) or not _DOMAIN.fullmatch(domain):
        raise ValueError(f"no address: {email!r}")
    return f"{mailbox}@{domain}"


def encode_domain(domain: str) -> str:
    """The domain as mail servers write it. Raises ValueError when it is none."""
    domain = domain.strip().removeprefix("@")
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"no domain: {domain!r}") from error


def is_url(url: str) -> bool:
    """Whether this can stand between `<` and `>` in a header."""
    return bool(_URL.fullmatch(url))


def build_tag(number: int, key: bytes) -> str:
    """`<number>-<signature>`: small letters and digits only, so that a mail server may change capitals."""
    return f"{number}-{_sign_number(number, key)}"


def find_tagged_number(text: str, key: bytes) -> int | None:
    """The number in the first tag of `text` that we signed; None when there is none."""
    for number, signature in _TAG.findall(text):
        if hmac.compare_digest(_sign_number(int(number), key), signature.lower()):
            return int(number)
    return None


def build_return_address(tagged: str, base: str) -> str:
    """Where the mail server sends what it cannot deliver; `base` is the mailbox for that, `tagged` made by `tag`."""
    mailbox, _at, domain = base.rpartition("@")
    return f"{mailbox}+{tagged}@{domain}"


def _sign_number(number: int, key: bytes) -> str:
    digest = hmac.digest(key, str(number).encode(), "sha256")[:_SIGNATURE_BYTES]
    return base64.b32encode(digest).decode().lower()
