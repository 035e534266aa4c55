"""Whether the worker lives."""

import datetime as dt

from stedennet.core.clock import now

from .models import Heartbeat

NAME = "worker"
CLOCKS_DIFFER = dt.timedelta(seconds=5)


def record_heartbeat() -> None:
    """Say that the worker lives now."""
    Heartbeat.objects.update_or_create(name=NAME, defaults={"at": now()})


def is_worker_alive(*, within: dt.timedelta = dt.timedelta(minutes=1)) -> bool:
    """Whether a worker gave a sign of life in the last minute (or `within`).

    One from the future proves nothing: after a clock jumped back it would look alive until that moment comes again. A
    few seconds are two machines whose clocks differ.
    """
    moment = now()
    return Heartbeat.objects.filter(name=NAME, at__gt=moment - within, at__lte=moment + CLOCKS_DIFFER).exists()
