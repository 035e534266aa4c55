"""Entries of a feed. Pure: plain values."""

import datetime as dt
import re
from dataclasses import dataclass

# What XML 1.0 (section 2.2) knows as a character, turned round; the controls that it advises against go too, for a
# reader takes them for the quotes that Windows once had there.
NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(r"<[^<>]+>")
LINK = re.compile(r"""(\s(?:href|src)=["'])/(?!/)""")


@dataclass(frozen=True)
class Label:
    """A category: the theme's short name, and what it is called."""

    term: str
    name: str


@dataclass(frozen=True)
class Author:
    """The author: an organisation, or the person who signed an article."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing in a feed. `key` names it for ever; `url` is a path; `content` is HTML with paths in it."""

    key: str
    title: str
    url: str
    updated: dt.datetime
    published: dt.datetime | None = None
    summary: str = ""
    content: str = ""
    labels: tuple[Label, ...] = ()
    authors: tuple[Author, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """One page of a feed with its place among the others; addresses are whole. `key` is the same on every page."""

    key: str
    title: str
    subtitle: str
    language: str
    page_url: str
    self_url: str
    updated: dt.datetime
    entries: tuple[Entry, ...]
    network: str
    site: str
    icon_url: str
    steps: tuple[tuple[str, str], ...] = ()
    hub: str = ""

    @property
    def is_complete(self) -> bool:
        """All of the list stands on this page."""
        return not self.steps


def clean_xml_text(text: str) -> str:
    """The text on one line, without what XML cannot hold."""
    return " ".join(NOT_XML.sub("", text).split())


def make_links_absolute(html: str, site: str) -> str:
    """The HTML with whole addresses in its links and pictures: a reader is somewhere else."""
    return TAG.sub(lambda tag: LINK.sub(rf"\1{site}/", tag[0]), NOT_XML.sub("", html))
