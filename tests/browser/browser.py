"""The system's Chromium, driven by Playwright."""

import os
import shutil
from typing import Any

NAMES = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs to look for; the first only draws pages, and is quicker."""


def launch(playwright: Any) -> Any:
    """A headless Chromium from the PATH; the sandbox is off because CI runs as root."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise RuntimeError("Chromium is missing; `make chromium` says how to install it.")
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
