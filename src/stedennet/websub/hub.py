"""Speaking with the hub of the settings, and with nobody else."""

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

TIMEOUT = 10.0
"""Seconds that the hub gets to answer."""


class PublishFailed(Exception):
    """The hub did not take it; the words say why."""


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """A hub that sends us elsewhere is not followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nowhere."""
        return


def publish_topic(hub: str, topic: str) -> None:
    """Say that `topic` changed (hub.mode=publish, as hubs of PubSubHubbub and WebSub take it). Raises Refused."""
    body = urlencode({"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}).encode()
    asked = urllib.request.Request(hub, data=body, method="POST", headers={"User-Agent": "Stedennet"})  # noqa: S310
    try:
        # The scheme was checked when the setting was read: http or https.
        with urllib.request.build_opener(_NoRedirectHandler).open(asked, timeout=TIMEOUT) as answer:
            answer.read(1024)
    except urllib.error.HTTPError as error:
        error.close()
        raise PublishFailed(f"HTTP {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise PublishFailed(f"{type(error).__name__}: {error}") from error
