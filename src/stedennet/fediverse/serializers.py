"""Our accounts, posts and activities as the documents that others read."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import links
from .models import Activity, Identity, Post
from .rules import documents
from .rules.addresses import host_of


def get_own_host() -> str:
    """The server that our accounts are on: what stands after the second @."""
    return host_of(settings.SITE_URL)


def format_handle(identity: Identity) -> str:
    """The account as people type it, without the first @."""
    return f"{identity.name}@{get_own_host()}"


def serialize_account(identity: Identity) -> dict[str, Any]:
    """The account of the network or of a theme; never its private key."""
    urls = {name: links.get_url(name, identity.name) for name in ("inbox", "outbox", "followers", "icon")}
    urls |= {"id": links.get_url("account", identity.name), "shared_inbox": links.get_url("shared_inbox")}
    urls["page"] = get_profile_url(identity, "nl")
    return documents.build_account(
        urls,
        name=identity.name,
        title=_build_titles(identity),
        summary=_build_summary(identity),
        pem=identity.public_pem,
        kind="Service" if identity.theme_id else "Organization",
        since=identity.created_at,
    )


def get_profile_url(identity: Identity, language: str) -> str:
    """Where people read about this account on the site."""
    if identity.theme is None:
        return links.get_url("home", language)
    return links.get_url("theme", identity.theme.slug, language)


def _build_titles(identity: Identity) -> dict[str, str]:
    if identity.theme is None:
        return {"nl": settings.NETWORK_NAME}
    names = {"nl": identity.theme.name, "en": identity.theme.name_en}
    return {language: f"{name} – {settings.NETWORK_NAME}" for language, name in names.items() if name}


def _build_summary(identity: Identity) -> str:
    with translation.override("nl"):
        if identity.theme is None:
            return _("Nieuws van het netwerk van steden. Antwoorden komen, na een moderator, op de site te staan.")
        return identity.theme.summary


def serialize_activity(one: Activity) -> dict[str, Any]:
    """One activity as it is now: a post that was changed meanwhile goes out as it became."""
    if one.post is None:
        return one.document
    url, author = links.get_url("activity", one.pk), links.get_url("account", one.identity.name)
    return documents.build_activity(
        url,
        one.verb,
        author,
        _serialize_object(one, one.post),
        at=one.at,
        followers=list_audience(one.post, one.identity),
    )


def _serialize_object(one: Activity, post: Post) -> Any:
    if one.verb == Activity.Verb.DELETE:
        return serialize_tombstone(post)
    return post.document["id"] if one.verb == Activity.Verb.ANNOUNCE else post.document


def serialize_tombstone(post: Post) -> dict[str, Any]:
    """What is left of a withdrawn post."""
    return documents.build_tombstone(links.get_url("post", post.pk), post.kind, post.withdrawn_at or post.published_at)


def list_audience(post: Post, identity: Identity) -> list[str]:
    """The collections of followers that an activity goes to: those of who does it; for a post also of its themes."""
    names = [identity.name]
    if identity.theme_id is None:
        names += [one.name for one in post.identities.all()]
    return [links.get_url("followers", name) for name in names]
