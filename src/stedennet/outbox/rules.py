"""When a mail that failed is tried again, and what is kept of its address. Pure: values in, values out."""

import contextlib
import datetime as dt
import hashlib

MINUTES_IN_A_DAY = 24 * 60


def compute_retry_delay(attempts: int) -> dt.timedelta:
    """A minute after the first failure, each time four times as long, at most a day."""
    return dt.timedelta(minutes=min(4 ** max(attempts - 1, 0), MINUTES_IN_A_DAY))


def normalise_mailbox(address: str) -> str:
    """The mailbox behind an address: capitals do not matter to it, nor does what stands after a plus sign."""
    mailbox, _at, domain = address.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):  # No domain at all is as good a name as any.
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    return f"{mailbox.partition('+')[0] or mailbox}@{domain}"


def join_lines(text: str) -> str:
    """A subject without line breaks: nobody adds a header of his own."""
    return " ".join(text.split())


def hash_address(address: str) -> str:
    """What is kept of an address: the SHA-256 of it in small letters, as `accounts.flows.email_hash` makes it."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()
