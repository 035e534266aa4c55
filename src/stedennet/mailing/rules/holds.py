"""When mailings must stand still because others do not want mail of ours. Pure."""

import datetime as dt
from collections.abc import Sequence

REFUSAL_PERIOD = dt.timedelta(hours=1)
MIN_REFUSALS = 10
ONE_IN = 10


def take_newer_half(moments: Sequence[dt.datetime]) -> list[dt.datetime]:
    """The newer half of when the refused mails went: one late straggler of last week must not blur what is now."""
    ordered = sorted(moments)
    return ordered[len(ordered) // 2 :]


def should_hold(refused: int, newer: int, ended: int) -> bool:
    """Whether so many refusals about us are a reason to stop: at least ten within an hour, and one in ten.

    `newer` of them are of mails among the last `ended` that were done with. Fewer is some server's own taste; more
    costs our good name with all of them.
    """
    return refused >= MIN_REFUSALS and newer * ONE_IN >= ended
