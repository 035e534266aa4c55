"""How the worker ends: after what it is doing, and in any case within a time."""

import logging
import os
import signal
import threading

logger = logging.getLogger(__name__)

END_SECONDS = 30.0
"""What a round that runs may take to finish. What is cut off then is done again later, as after a power cut."""


def stop_on_signals(stop: threading.Event, *, seconds: float = END_SECONDS) -> None:
    """SIGTERM and Ctrl-C set `stop`; a process that is still there `seconds` later ends with 1, whatever hangs."""

    def end(number: int, frame: object) -> None:
        stop.set()
        last = threading.Timer(seconds, _force_exit)
        last.daemon = True
        last.start()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)


def _force_exit() -> None:
    logger.error("the worker was asked to stop and something hangs; it is cut off")
    os._exit(1)
