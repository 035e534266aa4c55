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
        from .admin_exports import escape_admin_exports
        from .folded_text import register_folded_lookup
        from .upload_forms import guard_uploads

        escape_admin_exports()
        chooser_scripts.add_script_nonces()
        typed_fields.clean_text_fields()
        guard_uploads()
        register_folded_lookup()
