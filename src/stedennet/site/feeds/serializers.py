"""Serialised feeds: Atom (RFC 4287) with pages (RFC 5005), and RSS 2.0. Pure: a Feed in, bytes out."""

import datetime as dt
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from .entries import Entry, Feed, clean_xml_text, make_links_absolute

HISTORY = "http://purl.org/syndication/history/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
ATOM_TYPE, RSS_TYPE = "application/atom+xml", "application/rss+xml"


def serialize_atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    return _serialize_feed(_AtomFeed, feed, guid=feed.key)


def serialize_rss(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0, with the full text in content:encoded."""
    return _serialize_feed(_RssFeed, feed)


def _serialize_feed(kind: type[SyndicationFeed], feed: Feed, *, guid: str | None = None) -> bytes:
    document = kind(
        title=clean_xml_text(feed.title),
        link=feed.page_url,
        description=clean_xml_text(feed.subtitle or feed.title),
        subtitle=clean_xml_text(feed.subtitle),
        language=feed.language,
        feed_url=feed.self_url,
        author_name=clean_xml_text(feed.network),
        author_link=feed.site,
        of=feed,
        feed_guid=guid,
    )
    for entry in feed.entries:
        document.add_item(
            title=clean_xml_text(entry.title) or "–",
            link=f"{feed.site}{entry.url}",
            description=clean_xml_text(entry.summary),
            unique_id=entry.key,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            of=entry,
        )
    return document.writeString("utf-8").encode()


class _AtomFeed(Atom1Feed):
    """Django's Atom feed plus full texts, category labels, paging links and a hub."""

    def latest_post_date(self) -> dt.datetime:
        """Return the moment of the last change; never “now”, so that the same feed has the same bytes."""
        return self.feed["of"].updated

    def root_attributes(self) -> dict[str, str]:
        """Add the namespace of RFC 5005."""
        return {**super().root_attributes(), "xmlns:fh": HISTORY}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add the generator, the icon, and links to the other pages and the hub."""
        super().add_root_elements(handler)
        feed: Feed = self.feed["of"]
        handler.addQuickElement("generator", "Stedennet")
        handler.addQuickElement("icon", feed.icon_url)
        for rel, url in feed.steps:
            handler.addQuickElement("link", None, {"rel": rel, "href": url, "type": ATOM_TYPE})
        if feed.hub:
            handler.addQuickElement("link", None, {"rel": "hub", "href": feed.hub})
        if feed.is_complete:
            handler.addQuickElement("fh:complete")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write one entry."""
        entry: Entry = item["of"]
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", None, {"href": item["link"], "rel": "alternate", "type": "text/html"})
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        if entry.published:
            handler.addQuickElement("published", rfc3339_date(entry.published))
        for author in entry.authors:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", clean_xml_text(author.name))
            if author.url:
                handler.addQuickElement("uri", f"{self.feed['of'].site}{author.url}")
            handler.endElement("author")
        for label in entry.labels:
            handler.addQuickElement("category", None, {"term": label.term, "label": clean_xml_text(label.name)})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        if entry.content:
            language = {"xml:lang": entry.language} if entry.language else {}
            handler.addQuickElement(
                "content", make_links_absolute(entry.content, self.feed["of"].site), {"type": "html", **language}
            )


class _RssFeed(Rss201rev2Feed):
    """Django's RSS feed plus full texts and author names."""

    def latest_post_date(self) -> dt.datetime:
        """Return the moment of the last change."""
        return self.feed["of"].updated

    def rss_attributes(self) -> dict[str, str]:
        """Add the namespaces of the elements that RSS itself lacks."""
        return {**super().rss_attributes(), "xmlns:content": CONTENT, "xmlns:dc": DUBLIN_CORE}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add links to the other pages."""
        super().add_root_elements(handler)
        for rel, url in self.feed["of"].steps:
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": url, "type": RSS_TYPE})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write one item, dated by its last change."""
        entry: Entry = item["of"]
        super().add_item_elements(handler, {**item, "pubdate": entry.updated})
        for author in entry.authors:
            handler.addQuickElement("dc:creator", clean_xml_text(author.name))
        for label in entry.labels:
            handler.addQuickElement("category", clean_xml_text(label.name))
        if entry.content:
            handler.addQuickElement("content:encoded", make_links_absolute(entry.content, self.feed["of"].site))
