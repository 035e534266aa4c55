"""Registers the room with Django, and closes defaults of libraries."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground under the house."""

    name = "stedennet.core"
    label = "core"
    verbose_name = "kern"

    def ready(self) -> None:
        """Close defaults of Wagtail and Django: exports that act, scripts without a nonce, unseen signs, any upload.

        And let queries compare as people do.
        """
        from . import chooser_scripts, typed_fields
        from .admin_exports import make_exports_harmless
        from .folding import register_folding
        from .upload_forms import guard_uploads

        make_exports_harmless()
        chooser_scripts.close_default()
        typed_fields.close_default()
        guard_uploads()
        register_folding()
