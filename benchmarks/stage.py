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


def milliseconds(work: Callable[[], object], *, rounds: int) -> tuple[float, float]:
    """The median and the slowest of so many rounds, after one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), max(times)
