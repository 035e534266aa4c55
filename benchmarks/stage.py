"""An empty Stedennet in a temporary folder for a benchmark; no real data is touched."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable


def set_up() -> None:
    """Set up Django with an empty database in a new folder; call this before importing anything of Stedennet."""
    os.environ["STEDENNET_VAR_DIR"] = tempfile.mkdtemp(prefix="stedennet-benchmark-")
    os.environ.update(
        STEDENNET_DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
        STEDENNET_SECRET_KEY="benchmark" * 6,
        STEDENNET_HTTPS="0",
        DJANGO_SETTINGS_MODULE="stedennet.config.settings",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def milliseconds(work: Callable[[], object], *, rounds: int) -> tuple[float, float, float]:
    """Measure the median and the longest elapsed time, and the median processor time, after a warm-up round.

    Other processes on a busy machine hardly change the processor time.
    """
    work()
    times, processor_times = [], []
    for _ in range(rounds):
        start, processor_start = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - start) * 1000)
        processor_times.append((time.process_time() - processor_start) * 1000)
    return statistics.median(times), max(times), statistics.median(processor_times)
