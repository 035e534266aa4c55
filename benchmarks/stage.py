"""An empty Stedennet in a folder of its own, for a measure: nothing of the real one is touched."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable


def set_up() -> None:
    """Django with an empty database in a new folder; call it before anything of Stedennet is imported."""
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
    """The median and the slowest of so many rounds by the clock, after one that warms up; and the median of what the
    processor worked, which neighbours on a busy machine hardly change."""
    work()
    times, worked = [], []
    for _ in range(rounds):
        begin, begun = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - begin) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    return statistics.median(times), max(times), statistics.median(worked)
