"""A limit on simultaneous password checks: each is slow on purpose, and guessers must not slow down readers."""

import threading

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from stedennet.core.errors import Busy

MAX_AT_ONCE = 1
"""Passwords that one process hashes at the same time; each takes a core for about half a second."""
MAX_WAITING = 2
"""How many more may wait; each occupies one of the threads that serve pages."""
WAIT_SECONDS = 5.0
"""The longest wait, in seconds."""

_running = threading.BoundedSemaphore(MAX_AT_ONCE)
_admitted = threading.BoundedSemaphore(MAX_AT_ONCE + MAX_WAITING)


class BoundedHasher(PBKDF2PasswordHasher):
    """Django's own password hasher, a few at a time. Raises Busy when too many wait."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """The hash of the password; checking a password calls this too."""
        if not _admitted.acquire(blocking=False):
            raise Busy("too many passwords are being checked")
        try:
            if not _running.acquire(timeout=WAIT_SECONDS):
                raise Busy("checking passwords takes too long")
            try:
                return str(super().encode(password, salt, iterations))
            finally:
                _running.release()
        finally:
            _admitted.release()
