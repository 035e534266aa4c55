"""Registers the room with Django, and changes unsafe defaults of libraries."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The shared base of all rooms."""

    name = "stedennet.core"
    label = "core"
    verbose_name = "kern"

    def ready(self) -> None:
        """Replace defaults of Wagtail and Django: CSV exports with formulas, scripts without a nonce, text with
        invisible characters, unchecked uploads.

        Also registers the lookup `__folded`.
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
