"""Our accounts, objects and activities as ActivityStreams 2.0 documents. Pure: values in, JSON out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
STREAMS = "https://www.w3.org/ns/activitystreams"
SECURITY = "https://w3id.org/security/v1"
CONTENT_TYPE = "application/activity+json"


@dataclass(frozen=True)
class Item:
    """A public record to publish: title, text and page by language ("nl", "en"); `more` are extra properties."""

    kind: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    pages: Mapping[str, str]
    themes: Sequence[str] = ()
    more: Mapping[str, object] = field(default_factory=dict)


def add_context(document: Mapping[str, object]) -> dict[str, object]:
    """Add the JSON-LD context, for a document on its own."""
    return {"@context": STREAMS, **document}


def build_account(
    urls: Mapping[str, str],
    *,
    name: str,
    title: Mapping[str, str],
    summary: str,
    pem: str,
    kind: str,
    since: dt.datetime,
) -> dict[str, object]:
    """Build an account with its public key. `urls`: id, inbox, outbox, followers, shared_inbox, page, icon."""
    return {
        "@context": [STREAMS, SECURITY],
        "id": urls["id"],
        "type": kind,
        "preferredUsername": name,
        "name": _pick_text(title),
        "nameMap": dict(title),
        "summary": format_html("<p>{}</p>", summary) if summary else "",
        "url": urls["page"],
        "inbox": urls["inbox"],
        "outbox": urls["outbox"],
        "followers": urls["followers"],
        "endpoints": {"sharedInbox": urls["shared_inbox"]},
        "icon": {"type": "Image", "mediaType": "image/png", "url": urls["icon"]},
        "published": format_moment(since),
        "manuallyApprovesFollowers": False,
        "discoverable": True,
        "publicKey": {"id": f"{urls['id']}#main-key", "owner": urls["id"], "publicKeyPem": pem},
    }


def build_post(
    item: Item, *, url: str, author: str, followers: Sequence[str], published: dt.datetime, updated: dt.datetime | None
) -> dict[str, object]:
    """Build the object for a record. Its content is a title, a summary and a link: the full text stays on the site."""
    content = {language: _build_content(item, language) for language in item.title}
    return {
        "id": url,
        "type": item.kind,
        "attributedTo": author,
        "to": [PUBLIC],
        "cc": list(followers),
        **({} if item.kind == "Note" else {"name": _pick_text(item.title), "nameMap": dict(item.title)}),
        "content": _pick_text(content),
        "contentMap": content,
        "mediaType": "text/html",
        "url": _pick_text(item.pages),
        "published": format_moment(published),
        **({"updated": format_moment(updated)} if updated else {}),
        **item.more,
    }


def _build_content(item: Item, language: str) -> str:
    title = format_html("<p><strong>{}</strong></p>", item.title[language]) if item.kind == "Note" else ""
    text = item.text.get(language, "")
    page = item.pages[language]
    words = format_html("<p>{}</p>", text) if text else ""
    return str(format_html('{}{}<p><a href="{}">{}</a></p>', title, words, page, page))


def _pick_text(texts: Mapping[str, str]) -> str:
    return texts["nl"] if "nl" in texts else next(iter(texts.values()))


def build_tombstone(url: str, kind: str, deleted: dt.datetime) -> dict[str, object]:
    """Build the tombstone of a withdrawn object."""
    return {"id": url, "type": "Tombstone", "formerType": kind, "deleted": format_moment(deleted)}


def build_activity(
    url: str, kind: str, actor: str, obj: object, *, at: dt.datetime, followers: Sequence[str] = ()
) -> dict[str, object]:
    """Build an activity: public with `followers` in copy, or without audience for the one it is delivered to."""
    audience = {"to": [PUBLIC], "cc": list(followers)} if followers else {}
    return {"id": url, "type": kind, "actor": actor, "published": format_moment(at), **audience, "object": obj}


def build_collection(url: str, total: int, *, first: str = "") -> dict[str, object]:
    """Build an ordered collection; without `first` it only gives the number of items."""
    document = {"@context": STREAMS, "id": url, "type": "OrderedCollection", "totalItems": total}
    return {**document, "first": first} if first else document


def build_collection_page(
    url: str, of: str, items: Sequence[object], *, total: int, following: str = "", before: str = ""
) -> dict[str, object]:
    """Build one page of an ordered collection; `following` and `before` are URLs of its neighbours."""
    return {
        "@context": STREAMS,
        "id": url,
        "type": "OrderedCollectionPage",
        "partOf": of,
        "totalItems": total,
        **({"next": following} if following else {}),
        **({"prev": before} if before else {}),
        "orderedItems": list(items),
    }


def build_webfinger(handle: str, url: str, page: str) -> dict[str, object]:
    """Build the WebFinger response for `handle` (RFC 7033)."""
    return {
        "subject": f"acct:{handle}",
        "aliases": [url, page],
        "links": [
            {"rel": "self", "type": CONTENT_TYPE, "href": url},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
        ],
    }


def build_nodeinfo(*, version: str, name: str, accounts: int, posts: int, replies: int) -> dict[str, object]:
    """Build the NodeInfo 2.1 document: the software and its numbers of accounts, posts and replies."""
    return {
        "version": "2.1",
        "software": {"name": "stedennet", "version": version},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0"]},
        "openRegistrations": False,
        "usage": {"users": {"total": accounts}, "localPosts": posts, "localComments": replies},
        "metadata": {"nodeName": name},
    }


def format_moment(value: dt.datetime) -> str:
    """Format an aware moment as these documents need it: UTC, in seconds."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
