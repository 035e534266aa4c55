"""The editor's form of an article: on saving, names in the text are offered."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from stedennet.network.forms import ThemeChoiceMixin

from .flows import mentions


class ArticleForm(ThemeChoiceMixin, WagtailAdminPageForm):  # type: ignore[misc]
    """Wagtail's form, with the organisations that the text names added to it."""

    def save(self, commit: bool = True) -> Any:
        """The page with the names that were found, to be confirmed or rejected."""
        page = super().save(commit=False)
        mentions.offer_mentions(page)
        if commit:
            page.save()
        return page
