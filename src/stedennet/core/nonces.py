"""The nonce of the current request, for the few inline scripts that Wagtail's forms need.

A widget is rendered without its request, so the nonce is kept in a context variable.
"""

from collections.abc import Callable
from contextvars import ContextVar

_make_nonce: ContextVar[Callable[[], str] | None] = ContextVar("make_nonce", default=None)


def set_nonce_maker(make_nonce: Callable[[], str] | None) -> None:
    """Set how the nonce of this request is made; the policy contains it only once it was asked for."""
    _make_nonce.set(make_nonce)


def get_script_nonce() -> str:
    """The nonce for `<script nonce="…">`; empty outside a request."""
    make_nonce = _make_nonce.get()
    return make_nonce() if make_nonce else ""
