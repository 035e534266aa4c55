"""When a file is read at once, and how long things may take. Pure."""

import datetime as dt

LIGHT = 100_000
"""Bytes that a file may unpack to and still be read while the editor waits: about a hundred full rows."""
LEASE = dt.timedelta(minutes=5)
"""How long a worker may be silent about a file before it is taken for dead."""
MOST_ATTEMPTS = 3
KEPT_FOR = dt.timedelta(days=7)
ROWS_PER_NOTE = 100
"""Rows between two notes of the progress."""


def is_light(weight: int) -> bool:
    """Whether a file of this weight (`core.workbooks.weight`) is read at once."""
    return weight <= LIGHT
