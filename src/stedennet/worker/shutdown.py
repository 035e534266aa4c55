"""Ends the worker after its current round, and in any case within a time limit."""

import logging
import os
import signal
import threading

logger = logging.getLogger(__name__)

END_SECONDS = 30.0
"""How long the current round may take to finish. What is cut off is done again later, as after a power cut."""


def stop_on_signals(stop: threading.Event, *, seconds: float = END_SECONDS) -> None:
    """Let SIGTERM and Ctrl-C set `stop`; if the process still runs `seconds` later, it exits with 1."""

    def end(number: int, frame: object) -> None:
        stop.set()
        last = threading.Timer(seconds, _force_exit)
        last.daemon = True
        last.start()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)


def _force_exit() -> None:
    logger.error("the worker did not stop in time and is terminated")
    os._exit(1)
