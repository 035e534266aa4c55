"""A clock that a test sets by hand, in the place where every room asks for the time."""

import datetime as dt

from django.utils import timezone


class Clock:
    """Stands in for `django.utils.timezone` in `stedennet.core.clock`; it moves only when told."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment

    def localdate(self) -> dt.date:
        return timezone.localdate(self.moment)

    def later(self, **time: float) -> None:
        """Let this much time pass, as in `later(minutes=5)`."""
        self.moment += dt.timedelta(**time)


def set_by_hand(monkeypatch) -> Clock:
    """Put such a clock in place, at a quiet moment."""
    clock = Clock(dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC))
    monkeypatch.setattr("stedennet.core.clock.timezone", clock)
    return clock
