"""The editor's form of an article: saving it looks for names of organisations in the text."""

from typing import TYPE_CHECKING

from wagtail.admin.forms import WagtailAdminPageForm

from stedennet.network.forms import ThemeChoiceMixin

from .flows import mentions

if TYPE_CHECKING:
    from .models import ArticlePage


class ArticleForm(ThemeChoiceMixin, WagtailAdminPageForm):  # type: ignore[misc]
    """Wagtail's form, which adds the organisations named in the text."""

    def save(self, commit: bool = True) -> "ArticlePage":
        """The page with the names that were found, for the editor to confirm or reject."""
        page = super().save(commit=False)
        mentions.offer_mentions(page)
        if commit:
            page.save()
        return page
