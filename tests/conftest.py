"""What all tests share: settings that do not depend on the machine, and a small network to look at."""

import os

os.environ.setdefault("STEDENNET_DEMO", "0")
os.environ.setdefault("STEDENNET_HTTPS", "0")
os.environ.setdefault("STEDENNET_SECRET_KEY", "tests")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in the thread of the test.
if url := os.environ.get("TEST_DATABASE_URL"):
    os.environ["STEDENNET_DATABASE_URL"] = url
