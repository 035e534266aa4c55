"""Wagtail's choosers start by an inline script that they write in Python, with no way to give it a nonce."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

from .templatetags.nonces import nonce_attribute


def add_script_nonces() -> None:
    """Make every chooser write its script with the nonce of the request. Twice is once."""
    if not hasattr(BaseChooser, "_renders_plainly"):
        BaseChooser._renders_plainly = BaseChooser.render
        BaseChooser.render = _render_with_nonce


def _render_with_nonce(self: Any, *args: Any, **kwargs: Any) -> SafeString:
    # What comes before the script is escaped, so the first tag of that name is Wagtail's own.
    html, _tag, script = self._renders_plainly(*args, **kwargs).partition("<script>")
    return mark_safe(f"{html}<script{nonce_attribute()}>{script}")  # noqa: S308 - as Wagtail wrote it
