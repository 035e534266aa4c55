"""Checking passwords is slow on purpose: only few at a time, or guessers would leave nothing for who reads."""

import threading

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from stedennet.core.errors import Busy

MAX_AT_ONCE = 1
"""Passwords that one process works on at the same time; each takes a core for about half a second."""
MAX_WAITING = 2
"""How many more may wait; each holds one of the threads that answer pages."""
WAIT_SECONDS = 5.0
"""Seconds that one waits at most."""

_working = threading.BoundedSemaphore(MAX_AT_ONCE)
_inside = threading.BoundedSemaphore(MAX_AT_ONCE + MAX_WAITING)


class BoundedHasher(PBKDF2PasswordHasher):
    """Django's own way to keep passwords, a few at a time. Raises Busy when too many wait."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """The password as it is kept; checking one comes by here too."""
        if not _inside.acquire(blocking=False):
            raise Busy("too many passwords are being checked")
        try:
            if not _working.acquire(timeout=WAIT_SECONDS):
                raise Busy("checking passwords takes too long")
            try:
                return str(super().encode(password, salt, iterations))
            finally:
                _working.release()
        finally:
            _inside.release()
