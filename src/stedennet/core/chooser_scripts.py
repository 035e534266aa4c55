"""Wagtail's choosers start with an inline script written in Python, which offers no way to add a nonce."""

from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

from .templatetags.nonces import nonce_attribute


def add_script_nonces() -> None:
    """Make every chooser render its script with the nonce of the request. Idempotent."""
    if not hasattr(BaseChooser, "_renders_plainly"):
        BaseChooser._renders_plainly = BaseChooser.render
        BaseChooser.render = _render_with_nonce


def _render_with_nonce(self: BaseChooser, *args: object, **kwargs: object) -> SafeString:
    # Everything before the script is escaped, so the first `<script>` is Wagtail's own.
    html, _tag, script = self._renders_plainly(*args, **kwargs).partition("<script>")
    return mark_safe(f"{html}<script{nonce_attribute()}>{script}")  # noqa: S308 - markup from Wagtail
