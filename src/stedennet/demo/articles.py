"""The demo's articles, from TOML files: public facts in our own words, each with its source."""

import tomllib
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from stedennet.network.models import Organisation, Theme
from stedennet.publications.flows import index_page, mentions
from stedennet.publications.models import ArticleOrganisation, ArticlePage

FOLDER = Path(__file__).parent / "content" / "articles"


def load_articles() -> int:
    """Publish the articles that do not exist yet, leaving existing ones alone; return how many."""
    index = index_page.ensure_index_page()
    return sum(
        _load_article(index, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.toml"))
    )


def _load_article(index: Page, data: dict[str, Any]) -> bool:
    if ArticlePage.objects.filter(slug=data["slug"]).exists():
        return False
    author = data.get("author_organisation")
    page = ArticlePage(
        title=data["title"],
        slug=data["slug"],
        lead=data["lead"],
        date=data["date"],
        language=data.get("language", "nl"),
        author_organisation=Organisation.objects.get(slug=author) if author else None,
        author_name=data.get("author_name", ""),
        source_url=data.get("source_url", ""),
        body=[_build_block(block) for block in data["body"]],
    )
    page.themes = list(Theme.objects.filter(slug__in=data.get("themes", [])))
    page.organisations = [
        ArticleOrganisation(organisation=organisation)
        for organisation in Organisation.objects.filter(slug__in=data.get("organisations", []))
    ]
    mentions.offer_mentions(page)
    index.add_child(instance=page)
    page.save_revision().publish()
    return True


def _build_block(block: dict[str, Any]) -> tuple[str, object]:
    if block["type"] == "list":
        items = format_html_join("", "<li>{}</li>", ((item,) for item in block["items"]))
        return "paragraph", format_html("<ul>{}</ul>", items)
    if block["type"] == "paragraph":
        return "paragraph", format_html("<p>{}</p>", block["text"].strip())
    if block["type"] == "quote":
        return "quote", {"text": block["text"], "by": block.get("by", "")}
    if block["type"] == "call":
        return "call", {"text": block["text"], "label": block["label"], "url": block["url"]}
    return "heading", block["text"]
