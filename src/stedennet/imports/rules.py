"""Which files are imported at once, and time limits. Pure."""

import datetime as dt

LIGHT = 100_000
"""Bytes of unpacked text that are still read while the editor waits: about a hundred full rows."""
LEASE = dt.timedelta(minutes=5)
"""How long a worker may be silent about a file before it counts as dead."""
MAX_ATTEMPTS = 3
KEPT_FOR = dt.timedelta(days=7)
ROWS_PER_NOTE = 100
"""Rows between two updates of the progress."""


def is_light(weight: int) -> bool:
    """Whether a file of this weight (`core.workbooks.measure_weight`) is imported at once."""
    return weight <= LIGHT
