"""One page, one `<form>`, several sections: a button submits its section, and text typed in the others stays.

What is refused shows the page again with every word. What succeeds keeps the words of the other sections over the
redirect, until they are sent or an hour has passed. Nothing here needs JavaScript (docs/decisions/0201).
"""

import re
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from stedennet.limits.addresses import network_of
from stedennet.limits.flows import count_event

from .kept_words import KEPT_SECONDS, LARGEST, drop_words, find_words, keep_words

BUTTON = "wat"
"""The name of every button; its value is the section that it submits."""
COOKIE = f"{settings.COOKIE_PREFIX}nog-getypt"
MOST_AN_HOUR = 300
"""How often the words of one person, or of one network without an account, are kept in an hour."""
NOT_TYPED = frozenset({BUTTON, "csrfmiddlewaretoken", "confirmed", "edit"})
WORDS = re.compile(r"\w\w")

SectionForm = TypeVar("SectionForm", bound=forms.Form)


class SectionedPage:
    """The page for one request. A view adds the form of each section, handles the button, and ends with `done`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.is_sent = request.method == "POST"
        self.pressed = request.POST.get(BUTTON, "")
        kept = {} if self.is_sent else _find_kept(request)
        self._labels = {name: label for name, label, _value in kept.get("fields", [])}
        self._typed = request.POST if self.is_sent else _as_data(kept.get("fields", []))
        self.files: list[str] = kept.get("files", []) or _file_names(request)
        self.forms: dict[str, forms.Form] = {}
        self._changed: dict[str, forms.Form] = {}

    def add(self, section: str, form_class: type[SectionForm], **more: Any) -> SectionForm:
        """The form of a section: validated when its button was pressed, else with what has been typed in it so far.

        `more` goes to the form, which takes `data`, `prefix` and `initial` as Django's forms do.
        """
        form = form_class(data=self._typed, prefix=section, **more)
        if not self.is_sent or section != self.pressed:
            form = self._unchecked(section, form, form_class, more)
        self.forms[section] = form
        return form

    def _unchecked(
        self, section: str, typed: SectionForm, form_class: type[SectionForm], more: dict[str, Any]
    ) -> SectionForm:
        """The form with the typed text and without errors, since its button was not pressed."""
        is_kept = any(field.html_name in self._labels for field in typed)
        if not (is_changed(typed) if self.is_sent else is_kept):
            return form_class(prefix=section, **more)
        self._changed[section] = typed
        words = {field.name: field.data for field in typed}
        return form_class(prefix=section, **{**more, "initial": {**(more.get("initial") or {}), **words}})

    @property
    def is_waiting(self) -> bool:
        """Whether the page holds text that an earlier button did not submit."""
        return not self.is_sent and bool(self._labels or self.files)

    @property
    def is_unpressed(self) -> bool:
        """Whether Enter in a field submitted the page without a button, so that nothing was done."""
        return self.is_sent and not self.pressed

    @property
    def homeless(self) -> list[dict[str, str]]:
        """Text typed in a section that the page no longer has, for the reader to copy."""
        shown = {field.html_name for form in self.forms.values() for field in form}
        return [
            {"label": self._labels.get(name, ""), "value": value}
            for name, values in self._typed.lists()
            for value in values
            if name not in shown | NOT_TYPED and (self._labels.get(name) or self.is_sent) and WORDS.search(value)
        ]

    @property
    def sent_fields(self) -> dict[str, str]:
        """Everything that was sent, for a page that asks for confirmation to send along."""
        sent = self._request.POST
        return {name: sent[name] for name in sent if name != "csrfmiddlewaretoken"}

    def done(self, to: str, *, typed_at: str = "") -> HttpResponse:
        """Send the reader to the page at path `to`, and keep what was typed in the other sections.

        The text is shown again at the path `typed_at`, by default at `to`.
        """
        response = redirect(to)
        key = self._request.COOKIES.get(COOKIE, "")
        fields = [
            (field.html_name, "" if field.is_hidden else str(field.label), value)
            for form in self._changed.values()
            for field in form
            for value in self._request.POST.getlist(field.html_name)
        ]
        files = _file_names(self._request, but=f"{self.pressed}-")
        if (fields or files) and self._may_keep(fields):
            kept = {"path": typed_at or response.url, "owner": _owner(self._request), "fields": fields, "files": files}
            keep_words(response, COOKIE, kept, key=key)
        elif key:
            drop_words(response, COOKIE, key)
        return response

    def _may_keep(self, fields: list[tuple[str, str, str]]) -> bool:
        counted = f"typed:{_owner(self._request) or network_of(self._request.META)}"
        is_small = sum(len(value) for _name, _label, value in fields) <= LARGEST
        return is_small and count_event(counted, within=KEPT_SECONDS) <= MOST_AN_HOUR


def is_changed(form: forms.Form) -> bool:
    """Whether a visible field was changed; line ends do not count, since browsers change them."""
    return any(
        field.field.has_changed(_unify_line_ends(_find_untouched_value(field)), _unify_line_ends(field.data))
        for field in form
        if not field.is_hidden
    )


def _find_untouched_value(field: forms.BoundField) -> object:
    """The value that a browser sends for an untouched field: for a select, its first choice."""
    widget = field.field.widget
    if field.initial is None and isinstance(widget, forms.Select) and not widget.allow_multiple_selected:
        return next((value for value, _label in widget.choices), None)
    return field.initial


def _unify_line_ends(value: object) -> object:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _file_names(request: HttpRequest, *, but: str = "-") -> list[str]:
    """The names of the uploaded files, except those of fields that start with `but`."""
    fields = [name for name in request.FILES if not name.startswith(but)]
    return [str(getattr(file, "name", "")) for name in fields for file in request.FILES.getlist(name)]


def _owner(request: HttpRequest) -> str:
    return str(request.user.pk or "")


def _find_kept(request: HttpRequest) -> dict[str, Any]:
    kept = find_words(request.COOKIES.get(COOKIE, "")) or {}
    is_here = (kept.get("path"), kept.get("owner")) == (request.path, _owner(request))
    return kept if is_here else {}


def _as_data(fields: list[tuple[str, str, str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, _label, value in fields:
        data.appendlist(name, value)
    return data
