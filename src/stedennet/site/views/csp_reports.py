"""Reports from browsers on what our Content-Security-Policy blocked: one log line each, nothing is stored."""

import json
import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..public_forms.limits import is_over_minute_limit

LOGGER = logging.getLogger("stedennet.csp")
MOST_A_MINUTE = 10
LONGEST = 10_000
"""Bytes; a report takes a few hundred."""
MOST_AT_ONCE = 5


# Browsers send reports without a token or cookies; a report changes nothing.
@csrf_exempt
@require_POST
def receive_csp_report(request: HttpRequest) -> HttpResponse:
    """Log what was blocked and where. Invalid, oversized and too frequent reports are answered but not logged."""
    if not is_over_minute_limit(request, "csp report", most=MOST_A_MINUTE):
        for report in _read_reports(request)[:MOST_AT_ONCE]:
            LOGGER.warning("a browser stopped %(what)s by %(rule)s on %(page)s", report)
    return HttpResponse(status=204)


def _read_reports(request: HttpRequest) -> list[dict[str, str]]:
    """Parse either format: `application/csp-report` (one report) or `application/reports+json` (a list)."""
    try:
        payload = json.loads(request.body[: LONGEST + 1]) if len(request.body) <= LONGEST else None
    except (ValueError, RecursionError):
        return []
    reports = payload if isinstance(payload, list) else [payload]
    bodies = [report.get("csp-report") or report.get("body") for report in reports if isinstance(report, dict)]
    return [_summarise_report(body) for body in bodies if isinstance(body, dict)]


def _summarise_report(body: Mapping[str, object]) -> dict[str, str]:
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
    """The first word of a text, escaped so that it cannot forge a second log line."""
    return ascii(text.split(" ")[0][:100])
