"""When to put all mailings on hold because other servers do not want our mail. Pure."""

import datetime as dt
from collections.abc import Sequence

REFUSAL_PERIOD = dt.timedelta(hours=1)
MIN_REFUSALS = 10
REFUSED_ONE_IN = 10


def take_newer_half(moments: Sequence[dt.datetime]) -> list[dt.datetime]:
    """Return the newer half of the moments at which refused mails were sent, in order.

    A straggler about a mail of last week must not hide what happens now.
    """
    ordered = sorted(moments)
    return ordered[len(ordered) // 2 :]


def should_hold(refused: int, recent: int, finished: int) -> bool:
    """Tell whether this many refusals about us are a reason to stop: at least ten within an hour, and one in ten.

    `recent` of the `refused` mails are among the last `finished` deliveries. Fewer refusals are one server's own
    policy; more would damage our reputation with all of them.
    """
    return refused >= MIN_REFUSALS and recent * REFUSED_ONE_IN >= finished
