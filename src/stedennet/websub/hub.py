"""Requests to the hub in the settings, and to no other server."""

import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlencode

TIMEOUT = 10.0
"""Seconds the hub has to respond."""


class PublishFailed(Exception):
    """The hub did not accept the notification; the message says why."""


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Follows no redirects."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Refuse the redirect."""
        return


def publish_topic(hub: str, topic: str) -> None:
    """Notify `hub` that the feed `topic` changed (hub.mode=publish of WebSub). Raises PublishFailed."""
    body = urlencode({"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}).encode()
    request = urllib.request.Request(hub, data=body, method="POST", headers={"User-Agent": "Stedennet"})  # noqa: S310
    try:
        # The scheme (http or https) was checked when the setting was read.
        with urllib.request.build_opener(_NoRedirectHandler).open(request, timeout=TIMEOUT) as response:
            response.read(1024)
    except urllib.error.HTTPError as error:
        error.close()
        raise PublishFailed(f"HTTP {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise PublishFailed(f"{type(error).__name__}: {error}") from error
