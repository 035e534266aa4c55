"""Browsers tell here what our Content-Security-Policy stopped: one line in the log, nothing is stored."""

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..public_forms.limits import is_over_minute_limit

LOGGER = logging.getLogger("stedennet.csp")
MOST_A_MINUTE = 10
LONGEST = 10_000
"""Bytes; a report is some hundreds."""
MOST_AT_ONCE = 5


# A browser sends a report without a token and without cookies; it changes nothing.
@csrf_exempt
@require_POST
def receive_csp_report(request: HttpRequest) -> HttpResponse:
    """Log what was stopped, and where. What is no report, too long or too often gets the same answer and no line."""
    if not is_over_minute_limit(request, "csp report", most=MOST_A_MINUTE):
        for stopped in _read_reports(request)[:MOST_AT_ONCE]:
            LOGGER.warning("a browser stopped %(what)s by %(rule)s on %(page)s", stopped)
    return HttpResponse(status=204)


def _read_reports(request: HttpRequest) -> list[dict[str, str]]:
    """Both forms: `application/csp-report` (one) and `application/reports+json` (a list)."""
    try:
        sent = json.loads(request.body[: LONGEST + 1]) if len(request.body) <= LONGEST else None
    except (ValueError, RecursionError):
        return []
    reports = sent if isinstance(sent, list) else [sent]
    bodies = [one.get("csp-report") or one.get("body") for one in reports if isinstance(one, dict)]
    return [_summarise_report(body) for body in bodies if isinstance(body, dict)]


def _summarise_report(body: dict[str, Any]) -> dict[str, str]:
    def value(*names: str) -> str:
        return next((str(body[name]) for name in names if body.get(name)), "")

    return {
        "what": _format_origin(value("blocked-uri", "blockedURL")),
        "rule": _format_word(value("effective-directive", "effectiveDirective", "violated-directive")),
        "page": _format_path(value("document-uri", "documentURL")),
    }


def _format_origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "something"
    return _format_word(f"{parts.scheme}://{parts.netloc}" if parts.netloc else address)


def _format_path(address: str) -> str:
    try:
        return ascii(urlsplit(address).path[:200])
    except ValueError:
        return "a page"


def _format_word(text: str) -> str:
    """One word without signs that could forge a second line of the log."""
    return ascii(text.split(" ")[0][:100])
