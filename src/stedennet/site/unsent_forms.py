"""Forms sent after the session had ended: kept while the person signs in, then offered for sending again.

Kept for an hour in the shared cache, encrypted with a key that only the browser has. No passwords, no files. It works
for every form, also those of Wagtail and django-allauth, because it looks at requests and not at forms
(docs/decisions 0182).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from stedennet.limits.addresses import network_of
from stedennet.limits.flows import count_event
from stedennet.sections.kept_words import KEPT_SECONDS, LARGEST, drop_words, find_words, keep_words

COOKIE = f"{settings.COOKIE_PREFIX}niet-verstuurd"
MOST_AN_HOUR = 30
SECRET = re.compile(r"password|wachtwoord|token|credential|recovery|secret", re.IGNORECASE)
"""Names of fields whose content is never kept."""
UNREAD = re.compile(r"^(once|proof|website|do|step|wat|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$|gezien$")
"""Names of fields that say nothing to a reader."""
SIGN_IN = frozenset(
    {
        "account_inactive", "account_login", "account_logout", "account_reauthenticate", "account_reset_password",
        "account_reset_password_from_key", "account_signup", "mfa_authenticate", "mfa_index", "mfa_login_webauthn",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "wagtailadmin_login", "wagtailadmin_logout",
    }
)  # fmt: skip
"""Pages to prove who one is: a form that ends there was not sent, and what is typed there is never kept."""


@dataclass(frozen=True)
class UnsentForm:
    """A form that was not accepted: its path, all fields in order, and the names of the files to choose again."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str] = field(default_factory=list)

    @property
    def readable(self) -> list[dict[str, str]]:
        """The fields with text, by which the person recognises the form."""
        return [
            {"name": name.replace("_", " ").replace("-", " "), "value": value}
            for name, value in self.fields
            if not UNREAD.search(name) and re.search(r"\w\w", value)
        ]

    @property
    def as_fields(self) -> list[dict[str, str]]:
        """Every field, to be sent again."""
        return [{"name": name, "value": value} for name, value in self.fields]


def read_unsent_form(request: HttpRequest) -> UnsentForm | None:
    """The form of this request; None if it has no words, or more than can be kept."""
    sent = [
        (name, value) for name, values in request.POST.lists() if not SECRET.search(name) for value in map(str, values)
    ]
    if not sent or sum(len(name) + len(value) for name, value in sent) > LARGEST:
        return None
    return UnsentForm(
        request.get_full_path(), sent, [str(getattr(file, "name", "")) for file in request.FILES.values()]
    )


class UnsentFormsMiddleware:
    """Keeps a form whose sender is sent to sign in, and offers it again when they are back on its path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Offer or keep a form; for readers without the cookie or such a form nothing is looked up."""
        key = request.COOKIES.get(COOKIE, "")
        if key and request.method == "GET" and (unsent := _find_waiting_form(request, key)):
            return show_unsent_form(request, unsent)
        response = self.get_response(request)
        if request.method != "POST" or _is_script(request):
            return response
        if is_sign_in_page(urlsplit(response.get("Location", "")).path):
            _store_form(request, response)
        elif key and (form := find_unsent_form(key)) and form.path == request.get_full_path():
            discard_unsent_form(response, key)
        return response


def _find_waiting_form(request: HttpRequest, key: str) -> UnsentForm | None:
    unsent = find_unsent_form(key)
    is_here = unsent is not None and unsent.path == request.get_full_path()
    return unsent if is_here and request.user.is_authenticated else None


def _store_form(request: HttpRequest, response: HttpResponse) -> None:
    unsent = None if is_sign_in_page(request.path) else read_unsent_form(request)
    if unsent is None or count_event(f"unsent:{network_of(request.META)}", within=KEPT_SECONDS) > MOST_AN_HOUR:
        return
    keep_words(response, COOKIE, [unsent.path, unsent.fields, unsent.files])


def find_unsent_form(key: str) -> UnsentForm | None:
    """The form kept under this browser's key; None if it expired or never existed."""
    if not (kept := find_words(key)):
        return None
    path, fields, files = kept
    return UnsentForm(path, [(name, value) for name, value in fields], files)


def discard_unsent_form(response: HttpResponse, key: str) -> None:
    """Delete the form from the cache, and its key from the browser."""
    drop_words(response, COOKIE, key)


def show_unsent_form(request: HttpRequest, unsent: UnsentForm, *, status: int = 200) -> HttpResponse:
    """The page with the fields and the button to send them again."""
    context = {"unsent": unsent, "is_kept": status == 200}
    response = render(request, "site/unsent/page.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: another site must not put words in somebody's mouth."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def is_sign_in_page(path: str) -> bool:
    """Whether this is the URL of a page for signing in or for a second factor."""
    try:
        return bool(path) and resolve(path).url_name in SIGN_IN
    except Resolver404:
        return False


def _is_script(request: HttpRequest) -> bool:
    """Whether a script sent it: its page stays open, and nobody would see ours."""
    is_fetch = request.headers.get("Sec-Fetch-Mode") in ("cors", "same-origin", "no-cors")
    return is_fetch or "HX-Request" in request.headers or "X-Requested-With" in request.headers
