"""When a failed mail is retried, and how addresses are normalised and hashed. Pure: values in, values out."""

import contextlib
import datetime as dt
import hashlib

MINUTES_IN_A_DAY = 24 * 60


def compute_retry_delay(attempts: int) -> dt.timedelta:
    """The wait after a number of failures: a minute first, four times as long each time, at most a day."""
    return dt.timedelta(minutes=min(4 ** max(attempts - 1, 0), MINUTES_IN_A_DAY))


def normalise_mailbox(address: str) -> str:
    """The mailbox behind an address: in lower case, without a plus-suffix, its domain in ASCII."""
    local_part, _at, domain = address.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):  # An invalid domain stays as it is: the result is only a key.
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    return f"{local_part.partition('+')[0] or local_part}@{domain}"


def join_lines(text: str) -> str:
    """The subject on one line: a line break would let somebody add a header."""
    return " ".join(text.split())


def hash_address(address: str) -> str:
    """The SHA-256 of an address in lower case, the same as `accounts.flows.hash_email` makes."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()
