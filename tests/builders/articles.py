"""Articles, and what the editor's form sends."""

from stedennet.core.clock import today
from stedennet.publications.flows import index_page
from stedennet.publications.models import ArticlePage


def make_article(slug: str = "nieuws", **more) -> ArticlePage:
    """A published article below the index."""
    themes = more.pop("themes", [])
    fields = {"title": slug.title(), "lead": "Een inleiding.", "date": today(), **more}
    page = ArticlePage(slug=slug, **fields)
    page.themes = themes
    index_page.ensure_index_page().add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def typed(**more) -> dict[str, str]:
    """What the editor's form sends."""
    text = more.pop("text", "Een tekst.")
    return {
        "title": "Nieuws",
        "slug": "nieuws",
        "lead": "Een inleiding.",
        "date": "2026-01-02",
        "language": "nl",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-value": text,
        "organisations-TOTAL_FORMS": "0",
        "organisations-INITIAL_FORMS": "0",
        **more,
    }
