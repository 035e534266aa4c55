"""Whether the worker is alive."""

import datetime as dt

from stedennet.core.clock import now

from .models import Heartbeat

NAME = "worker"
MAX_CLOCK_SKEW = dt.timedelta(seconds=5)


def record_heartbeat() -> None:
    """Record that the worker is alive now."""
    Heartbeat.objects.update_or_create(name=NAME, defaults={"at": now()})


def is_worker_alive(*, within: dt.timedelta = dt.timedelta(minutes=1)) -> bool:
    """Whether there was a heartbeat in the last minute (or `within`).

    A heartbeat in the future proves nothing: after the clock was set back the worker would look alive until that time
    comes again. A few seconds are tolerated, since clocks of two machines differ.
    """
    moment = now()
    return Heartbeat.objects.filter(name=NAME, at__gt=moment - within, at__lte=moment + MAX_CLOCK_SKEW).exists()
