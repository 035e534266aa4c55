"""What this browser sent last: to name the address, mail the link again, and correct the address without retyping.

Kept for an hour in the shared cache, encrypted with a key that only the browser has (sections/kept_words.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from stedennet.core.access import LinkHolder
from stedennet.intake import flows as intake_flows
from stedennet.intake.models import Submission
from stedennet.sections.kept_words import find_words, keep_words
from stedennet.spreading.flows import wishes
from stedennet.spreading.models import Wish

from ..unsent_forms import UNREAD, read_unsent_form

COOKIE = f"{settings.COOKIE_PREFIX}verstuurd"
CORRECT = "adres"
"""The parameter of a form's address that asks for everything that was typed, to correct the address."""
RESENDERS: dict[str, tuple[type[models.Model], Callable[..., None]]] = {
    "submission": (Submission, intake_flows.resend_confirmation_link),
    "wish": (Wish, wishes.resend_confirmation_link),
}
"""The rows whose link can be mailed once more, and the flow that does so."""


@dataclass(frozen=True)
class SentForm:
    """A form that was sent: its address, fields and e-mail address, the page of thanks, and the row that it became."""

    path: str
    fields: list[tuple[str, str]]
    email: str
    thanks: str
    kind: str = ""
    key: int = 0

    @property
    def correct_url(self) -> str:
        """The form with everything that was typed."""
        return f"{self.path}{'&' if urlsplit(self.path).query else '?'}{urlencode({CORRECT: 'anders'})}"


def remember_sent_form(
    request: HttpRequest, response: HttpResponse, *, email: str, thanks: str, row: models.Model | None
) -> None:
    """Remember for this browser what it just sent; nothing when that is too much to keep."""
    form = read_unsent_form(request)
    if form is None:
        return
    kind = next((name for name, (model, _resend) in RESENDERS.items() if isinstance(row, model)), "")
    words = [form.path, form.fields, email, thanks, kind, row.pk if row and kind else 0]
    keep_words(response, COOKIE, words, key=request.COOKIES.get(COOKIE, ""))


def forget_sent_form(response: HttpResponse) -> None:
    """Forget what this browser sent before, for somebody who is signed in and needs no link."""
    response.delete_cookie(COOKIE, samesite="Lax")


def find_sent_form(request: HttpRequest) -> SentForm | None:
    """What this browser sent last; None when it sent nothing within the hour."""
    if not (words := find_words(request.COOKIES.get(COOKIE, ""))):
        return None
    path, fields, *rest = words
    return SentForm(path, [(name, value) for name, value in fields], *rest)


def fill_in_again(request: HttpRequest, form: BaseForm) -> None:
    """Fill in what this browser sent with this form, when it comes back to correct the address."""
    sent = find_sent_form(request) if CORRECT in request.GET else None
    if sent is None or urlsplit(sent.path).path != request.path:
        return
    typed: dict[str, list[str]] = {}
    for name, value in sent.fields:
        typed.setdefault(name, []).append(value)
    for name, field in form.fields.items():
        if name == "once" or (name in typed and not UNREAD.search(name)):
            has_several = hasattr(field.widget, "allow_multiple_selected") and field.widget.allow_multiple_selected
            form.initial[name] = typed.get(name, []) if has_several else typed.get(name, [""])[-1]
    if "email" in form.fields:
        form.fields["email"].widget.attrs["autofocus"] = True


def mail_link_again(sent: SentForm) -> None:
    """Mail a new link to confirm, which ends the one before. Raises Refused: confirmed already, or too often."""
    model, resend = RESENDERS[sent.kind]
    row = model._default_manager.filter(pk=sent.key).first()
    if row is not None:
        resend(row, by=LinkHolder(model, row.pk))


def render_sent_page(request: HttpRequest, template: str, context: Mapping[str, object] | None = None) -> HttpResponse:
    """Show a page of thanks with the address that the mail went to; nobody else's browser or cache keeps it."""
    sent = find_sent_form(request)
    sent_form = sent if sent and sent.thanks == request.path else None
    response = render(request, template, {**(context or {}), "sent_form": sent_form})
    add_never_cache_headers(response)
    return response
