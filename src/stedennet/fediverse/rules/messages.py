"""What a message from elsewhere must look like before it is believed. Pure: values in, value or error out."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stedennet.core.errors import DomainError

from .addresses import host_of, is_same_host

MAX_BYTES = 256 * 1024
"""Bytes that a message or an account may have."""
NAME = re.compile(r"[A-Za-z0-9._~-]{1,100}")
"""What others call an account; what has other signs in it is shown by its address."""
HANDLE = re.compile(r"[A-Za-z0-9._~-]{1,100}@[A-Za-z0-9.:-]{1,253}")
PEM = re.compile(r"[ -~\r\n]{1,10000}")
PUBLIC = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}


class Malformed(DomainError):
    """This is no message that we can read (HTTP 400)."""


class Unproven(DomainError):
    """Who sent it is not proven (HTTP 401)."""


class Blocked(DomainError):
    """We take nothing from there (HTTP 403)."""


class Busy(DomainError):
    """Try again later (HTTP 503)."""


@dataclass(frozen=True)
class Message:
    """A message that came in: names of headers in lower case, `url` the whole address that it was sent to."""

    method: str
    path: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Activity:
    """What the message says: who (`actor`) did what (`kind`) with what (`object`); `id` is its own address."""

    id: str
    kind: str
    actor: str
    object: Any
    content: str = ""
    """Its own words as HTML: what a report says."""

    @property
    def object_id(self) -> str:
        """The address of what it is about, empty when there is none."""
        return id_of(self.object)

    @property
    def about(self) -> dict[str, Any]:
        """What it is about where that was sent along."""
        thing = self.object[0] if isinstance(self.object, list) and len(self.object) == 1 else self.object
        return thing if isinstance(thing, dict) else {}

    @property
    def object_ids(self) -> list[str]:
        """The addresses of all that it is about: a report names several things."""
        return [address for one in _as_list(self.object) if (address := id_of(one))]

    @property
    def renews_account(self) -> bool:
        """Whether somebody says that the own account was changed: its key, its inbox, its name."""
        return self.kind == "Update" and self.object_id == self.actor

    @property
    def ends_account(self) -> bool:
        """Whether somebody says that the own account is gone."""
        return self.kind == "Delete" and self.object_id == self.actor


def parse_activity(body: bytes) -> Activity:
    """The activity in a body. Raises Malformed."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed(_("Dit is geen JSON.")) from None
    if not isinstance(data, dict):
        raise Malformed(_("Dit is geen activiteit."))
    kind, actor, own = type_of(data), id_of(data.get("actor")), id_of(data.get("id"))
    if not kind or not host_of(actor) or not host_of(own):
        raise Malformed(_("Een activiteit heeft een “type”, een “actor” en een “id”."))
    # An account that is sent along is never believed: only its address is used, and its server is asked.
    return Activity(own, kind, actor, data.get("object"), text_of(data)[0])


def type_of(thing: Any) -> str:
    """The type of an object, also where it is given as a list of one; empty when it has none, or several."""
    kind = thing.get("type") if isinstance(thing, dict) else None
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    return kind if isinstance(kind, str) else ""


def id_of(thing: Any) -> str:
    """The address of an object that is given whole or by its address; empty when it has none."""
    if isinstance(thing, list) and len(thing) == 1:
        thing = thing[0]
    if isinstance(thing, dict):
        thing = thing.get("id")
    return thing if isinstance(thing, str) else ""


def check_origin(activity: Activity, key_id: str) -> None:
    """Message, account and key must be of one server. Raises Unproven."""
    if not is_same_host(activity.id, activity.actor, key_id):
        raise Unproven(_("De activiteit, de afzender en de sleutel horen niet bij dezelfde server."))


def is_own(activity: Activity) -> bool:
    """Whether what was made or changed belongs to who says so, and is kept on the same server."""
    thing = activity.about
    return id_of(thing.get("attributedTo")) == activity.actor and is_same_host(id_of(thing), activity.actor)


def is_public(thing: dict[str, Any]) -> bool:
    """Whether its writer wrote it for everybody; a message for followers or for one person stays where it is."""
    return any(one in PUBLIC for field in ("to", "cc") for one in _as_list(thing.get(field)) if isinstance(one, str))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def text_of(thing: dict[str, Any]) -> tuple[str, str]:
    """The content of a note as HTML, and its language: nl or en."""
    by_language = thing.get("contentMap")
    known = by_language if isinstance(by_language, dict) else {}
    content = thing.get("content")
    if not isinstance(content, str):
        content = next((one for one in known.values() if isinstance(one, str)), "")
    languages = [name for name in known if isinstance(name, str)]
    return content, "en" if languages and languages[0].startswith("en") else "nl"


def parse_account(data: Any, actor: str) -> dict[str, str]:
    """What we keep of an account as its server showed it. Raises Unproven when it is not the account asked for."""
    if not isinstance(data, dict) or id_of(data) != actor:
        raise Unproven(_("De server van de afzender toont een ander account."))
    endpoints = data.get("endpoints")
    shared = endpoints.get("sharedInbox") if isinstance(endpoints, dict) else None
    key = _parse_key(data.get("publicKey"), actor)
    inbox = id_of(data.get("inbox"))
    if not key or not is_same_host(inbox, actor):
        raise Unproven(_("Het account van de afzender heeft geen eigen sleutel of postvak."))
    name = data.get("preferredUsername")
    return {
        **key,
        "inbox": inbox,
        "shared_inbox": shared if isinstance(shared, str) and is_same_host(shared, actor) else "",
        "username": name if isinstance(name, str) and NAME.fullmatch(name) else "",
    }


def _parse_key(given: Any, actor: str) -> dict[str, str]:
    for one in _as_list(given):
        if (
            isinstance(one, dict)
            and one.get("owner") == actor
            and is_same_host(one.get("id"), actor)
            and isinstance(one.get("publicKeyPem"), str)
            and PEM.fullmatch(one["publicKeyPem"])
        ):
            return {"key_id": one["id"], "public_pem": one["publicKeyPem"]}
    return {}


def parse_webfinger_handle(data: Any, actor: str) -> str:
    """The handle in a WebFinger answer (RFC 7033) when it leads to this account; empty when it does not."""
    if not isinstance(data, dict) or not isinstance(data.get("subject"), str):
        return ""
    leads_there = any(
        isinstance(link, dict) and link.get("rel") == "self" and link.get("href") == actor
        for link in _as_list(data.get("links"))
    )
    handle = data["subject"].removeprefix("acct:")
    return handle if leads_there and HANDLE.fullmatch(handle) else ""
