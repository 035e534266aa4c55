"""Rules for whole parts of the site: which scripts may run, and who needs a second factor for /beheer/.

Both look at the path first, so that a reader's request never touches the session.
"""

from collections.abc import Callable
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import override

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.errors import DomainError, NotAllowed
from stedennet.core.nonces import set_nonce_maker
from stedennet.site.views import health

from .second_factor import ask_fresh_proof, has_required_proof, redirect_to_proof
from .sensitive_pages import is_sensitive

ADMIN = "/beheer/"

# Wagtail 8 writes <script>initDateChooser(…)</script> beside each date, and inline scripts in its inline panels
# (wagtailadmin/widgets/*.html, panels/inline_panel.html): core/templates/wagtailadmin gives these the number of the
# request (a nonce). Its tooltips and editor add <style>, for which it has no way to give one. It needs no eval.
# A preview is a frame of our own; a picture that is being uploaded is shown from blob:.
ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "report-uri": [settings.CSP_REPORTS],
    "report-to": "csp",
}
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
"""Browser features that no page may use. Security keys (publickey-credentials-*) are allowed."""


class HealthProbesMiddleware:
    """Answers the machines that watch over us first of all: they come by IP address, without HTTPS or cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.probes = {f"/{view.__name__}": view for view in health.PROBES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The probe's answer, or whatever the site says."""
        return self.probes.get(request.path_info, self.get_response)(request)


class HardeningMiddleware:
    """Refuses methods that nobody needs, such as TRACE, before any view; each answer says what a page may not use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers, or 405."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Reporting-Endpoints", f'csp="{settings.CSP_REPORTS}"')
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings everywhere, a wider one where Wagtail's admin needs it."""

    def process_request(self, request: HttpRequest) -> None:
        """Let the scripts of Wagtail's forms get the number of this request."""
        super().process_request(request)
        set_nonce_maker(lambda: str(request.csp_nonce) if request.path_info.startswith(ADMIN) else "")  # type: ignore[attr-defined]

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The policy of this answer; a view can still set its own."""
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only and request.path_info.startswith(ADMIN):
            parts.config = ADMIN_POLICY
        return parts


class AdminAccessMiddleware:
    """Only a session that proved its second factor comes into /beheer/; who has no role there is told so.

    Wagtail sends the latter to the page to sign in, which sends who is signed in back: round and round.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Let everybody pass but, at the editors' door, who is signed in without a role or a proof."""
        if not request.path_info.startswith(ADMIN) or not request.session_person.is_authenticated:
            return self.get_response(request)
        person = request.session_person
        if not person.has_perm("wagtailadmin.access_admin"):
            with override(person.language):
                return render(request, "403.html", status=403)
        if not has_required_proof(request, person):
            return redirect_to_proof(request, person, after=request.get_full_path())
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Ask once more who it is before a role is given, and before personal data leave."""
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        asks = {"changes": request.method == "POST", "exports": "export" in request.GET}
        if not is_sensitive(":".join(match.namespaces), match.url_name or "", kwargs, **asks):
            return None
        with override(request.user.language):
            return ask_fresh_proof(request)


class ExportAuditMiddleware:
    """Wagtail's own lists and reports name people and can be downloaded (`?export=csv`): that is written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Record each download that a person with a role got; the rest passes."""
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN) and "export" in request.GET and _is_download(response):
            export = {"what": request.path_info, "format": request.GET["export"]}
            record_security_event(EventKind.PERSONAL_DATA_EXPORTED, by=request.user, data=export)
        return response


def _is_download(response: HttpResponse) -> bool:
    return response.status_code == 200 and "attachment" in response.get("Content-Disposition", "")


class RefusalMiddleware:
    """Answers a refusal that no page shows beside a form: 403 for who may not do this, 422 for what cannot be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page with the flow's own sentence; other errors go on to Django."""
        if not isinstance(error, DomainError):
            return None
        is_forbidden = isinstance(error, NotAllowed)
        context = {"message": error.message, "is_forbidden": is_forbidden}
        return render(request, "refused.html", context, status=403 if is_forbidden else 422)
