"""The demo's articles, from TOML files: public facts in our own words, each with its source."""

import tomllib
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join

from stedennet.network.models import Organisation, Theme
from stedennet.publications.flows import index_page, mentions
from stedennet.publications.models import ArticleOrganisation, ArticlePage

FOLDER = Path(__file__).parent / "content" / "articles"


def load_articles() -> int:
    """Publish every article that is not there yet; returns how many. What an editor changed stays."""
    index = index_page.ensure_index_page()
    return sum(
        _load_article(index, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.toml"))
    )


def _load_article(index: Any, data: dict[str, Any]) -> bool:
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
        body=[_build_block(one) for one in data["body"]],
    )
    page.themes = list(Theme.objects.filter(slug__in=data.get("themes", [])))
    page.organisations = [
        ArticleOrganisation(organisation=one)
        for one in Organisation.objects.filter(slug__in=data.get("organisations", []))
    ]
    mentions.offer_mentions(page)
    index.add_child(instance=page)
    page.save_revision().publish()
    return True


def _build_block(one: dict[str, Any]) -> tuple[str, Any]:
    if one["type"] == "list":
        items = format_html_join("", "<li>{}</li>", ((item,) for item in one["items"]))
        return "paragraph", format_html("<ul>{}</ul>", items)
    if one["type"] == "paragraph":
        return "paragraph", format_html("<p>{}</p>", one["text"].strip())
    if one["type"] == "quote":
        return "quote", {"text": one["text"], "by": one.get("by", "")}
    if one["type"] == "call":
        return "call", {"text": one["text"], "label": one["label"], "url": one["url"]}
    return "heading", one["text"]
