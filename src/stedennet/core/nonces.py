"""The one-time number of the request that is being answered, for the few inline scripts that Wagtail's forms need.

A widget is drawn without its request, so the number stands in a context variable.
"""

from collections.abc import Callable
from contextvars import ContextVar

_make_nonce: ContextVar[Callable[[], str] | None] = ContextVar("make_nonce", default=None)


def set_nonce_maker(make_nonce: Callable[[], str] | None) -> None:
    """Say how the number of this request is made; it stands in the policy only when somebody asked for it."""
    _make_nonce.set(make_nonce)


def get_script_nonce() -> str:
    """The number for `<script nonce="…">`; empty outside a request."""
    make_nonce = _make_nonce.get()
    return make_nonce() if make_nonce else ""
