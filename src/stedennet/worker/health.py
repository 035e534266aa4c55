"""Whether the worker lives."""

import datetime as dt

from stedennet.core.clock import now

from .models import Heartbeat

NAME = "worker"


def beat() -> None:
    """Say that the worker lives now."""
    Heartbeat.objects.update_or_create(name=NAME, defaults={"at": now()})


def worker_seen(*, within: dt.timedelta = dt.timedelta(minutes=1)) -> bool:
    """Whether a worker gave a sign of life in the last minute (or `within`)."""
    return Heartbeat.objects.filter(name=NAME, at__gt=now() - within).exists()
