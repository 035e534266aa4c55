"""Serializes our accounts, posts and activities to the ActivityStreams documents that other servers read."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import links
from .models import Activity, Identity, Post
from .rules import documents
from .rules.addresses import host_of


def get_own_host() -> str:
    """Return the server of our accounts: the part of a handle after the @."""
    return host_of(settings.SITE_URL)


def format_handle(identity: Identity) -> str:
    """Return the handle `name@server`, without a leading @."""
    return f"{identity.name}@{get_own_host()}"


def serialize_account(identity: Identity) -> dict[str, object]:
    """Serialize an account of the network or of a theme, with its public key only."""
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
    """Return the URL of the page about this account on the site."""
    if identity.theme is None:
        return links.get_url("home", language)
    return links.get_url("theme", identity.theme.slug, language)


def _build_titles(identity: Identity) -> dict[str, str]:
    if identity.theme is None:
        return {"nl": settings.NETWORK_NAME}
    theme = identity.theme
    names = {"nl": theme.name, "en": theme.name_en}
    return {
        language: f"{theme.tell_apart(name)} – {settings.NETWORK_NAME}" for language, name in names.items() if name
    }


def _build_summary(identity: Identity) -> str:
    with translation.override("nl"):
        if identity.theme is None:
            return _("Nieuws van het netwerk van steden. Antwoorden komen, na een moderator, op de site te staan.")
        return identity.theme.summary


def serialize_activity(activity: Activity) -> dict[str, object]:
    """Serialize an activity with the current state of its post."""
    if activity.post is None:
        return activity.document
    url, author = links.get_url("activity", activity.pk), links.get_url("account", activity.identity.name)
    return documents.build_activity(
        url,
        activity.verb,
        author,
        _serialize_object(activity, activity.post),
        at=activity.at,
        followers=list_audience(activity.post, activity.identity),
    )


def _serialize_object(activity: Activity, post: Post) -> object:
    if activity.verb == Activity.Verb.DELETE:
        return serialize_tombstone(post)
    return post.document["id"] if activity.verb == Activity.Verb.ANNOUNCE else post.document


def serialize_tombstone(post: Post) -> dict[str, object]:
    """Serialize the tombstone of a withdrawn post."""
    return documents.build_tombstone(links.get_url("post", post.pk), post.kind, post.withdrawn_at or post.published_at)


def list_audience(post: Post, identity: Identity) -> list[str]:
    """List the follower collections of an activity: the account's own and, for the network, those of the themes."""
    names = [identity.name]
    if identity.theme_id is None:
        names += [theme_identity.name for theme_identity in post.identities.all()]
    return [links.get_url("followers", name) for name in names]
