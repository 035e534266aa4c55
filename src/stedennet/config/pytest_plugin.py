"""A pytest plugin that sets the environment before Django reads its settings; pyproject.toml names it."""

import os
import sys

# Tests start dozens of processes; without compiled files each of those compiles two thousand modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ.update(
    STEDENNET_DEMO="0",
    STEDENNET_HTTPS="0",
    STEDENNET_SECRET_KEY="only-for-tests",  # noqa: S106
    STEDENNET_DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs an event loop in the thread of the test.
)
