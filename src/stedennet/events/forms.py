"""The editor's form of an event."""

from wagtail.admin.forms import WagtailAdminPageForm

from stedennet.network.forms import ThemeChoiceMixin


class EventForm(ThemeChoiceMixin, WagtailAdminPageForm):  # type: ignore[misc]
    """Wagtail's form, with each theme named in full."""
