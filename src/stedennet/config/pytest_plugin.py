"""A pytest plugin that sets the environment before Django reads its settings; pyproject.toml names it."""

import os

os.environ.update(
    STEDENNET_DEMO="0",
    STEDENNET_HTTPS="0",
    STEDENNET_SECRET_KEY="only-for-tests",  # noqa: S106
    STEDENNET_DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs an event loop in the thread of the test.
)
