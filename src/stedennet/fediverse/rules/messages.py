"""Parsing and checking incoming messages before their sender is verified. Pure: values in, value or error out."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stedennet.core.errors import DomainError

from .addresses import host_of, is_same_host

MAX_BYTES = 256 * 1024
"""Maximum size of a message or an account."""
NAME = re.compile(r"[A-Za-z0-9._~-]{1,100}")
"""A user name; accounts with other characters in their name are shown by their URL."""
HANDLE = re.compile(r"[A-Za-z0-9._~-]{1,100}@[A-Za-z0-9.:-]{1,253}")
PEM = re.compile(r"[ -~\r\n]{1,10000}")
JsonObject = dict[str, Any]
"""A JSON object from another server, of which nothing is known yet."""
PUBLIC = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}


class Malformed(DomainError):
    """The message cannot be read (HTTP 400)."""


class Unproven(DomainError):
    """The sender could not be verified (HTTP 401)."""


class Blocked(DomainError):
    """The server or account is blocked (HTTP 403)."""


class Busy(DomainError):
    """Too many requests at the moment; try again later (HTTP 503)."""


@dataclass(frozen=True)
class Message:
    """An incoming request: header names in lower case, `url` the full URL it was sent to."""

    method: str
    path: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Activity:
    """An incoming activity: `actor` did `kind` to `object`; `id` is its own URL."""

    id: str
    kind: str
    actor: str
    object: Any
    content: str = ""
    """Its own text as HTML: the words of a report."""

    @property
    def object_id(self) -> str:
        """The id of its object; empty when it has none."""
        return id_of(self.object)

    @property
    def about(self) -> JsonObject:
        """The object it is about, if it was sent along; else an empty dict."""
        json_object = self.object[0] if isinstance(self.object, list) and len(self.object) == 1 else self.object
        return json_object if isinstance(json_object, dict) else {}

    @property
    def object_ids(self) -> list[str]:
        """The ids of all its objects; a report may name several."""
        return [object_id for item in _as_list(self.object) if (object_id := id_of(item))]

    @property
    def renews_account(self) -> bool:
        """Whether the sender announces a change of its own account: key, inbox or name."""
        return self.kind == "Update" and self.object_id == self.actor

    @property
    def ends_account(self) -> bool:
        """Whether the sender announces that its own account was deleted."""
        return self.kind == "Delete" and self.object_id == self.actor


def parse_activity(body: bytes) -> Activity:
    """Parse the activity in a request body. Raises Malformed."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed(_("Dit is geen JSON.")) from None
    if not isinstance(data, dict):
        raise Malformed(_("Dit is geen activiteit."))
    kind, actor, activity_id = type_of(data), id_of(data.get("actor")), id_of(data.get("id"))
    if not kind or not host_of(actor) or not host_of(activity_id):
        raise Malformed(_("Een activiteit heeft een “type”, een “actor” en een “id”."))
    # An account that is sent along is never trusted: only its id is used, and its server is asked.
    return Activity(activity_id, kind, actor, data.get("object"), text_of(data)[0])


def type_of(json_object: object) -> str:
    """Return the type of an object, also from a list of one; empty if it has none or several."""
    kind = json_object.get("type") if isinstance(json_object, dict) else None
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    return kind if isinstance(kind, str) else ""


def id_of(json_object: object) -> str:
    """Return the id of an object that is given in full or by its id; empty if it has none."""
    if isinstance(json_object, list) and len(json_object) == 1:
        json_object = json_object[0]
    if isinstance(json_object, dict):
        json_object = json_object.get("id")
    return json_object if isinstance(json_object, str) else ""


def check_origin(activity: Activity, key_id: str) -> None:
    """Raise Unproven unless activity, account and key are on the same server."""
    if not is_same_host(activity.id, activity.actor, key_id):
        raise Unproven(_("De activiteit, de afzender en de sleutel horen niet bij dezelfde server."))


def is_own(activity: Activity) -> bool:
    """Whether the created or changed object belongs to the sender and is on the sender's server."""
    json_object = activity.about
    return id_of(json_object.get("attributedTo")) == activity.actor and is_same_host(
        id_of(json_object), activity.actor
    )


def is_public(json_object: JsonObject) -> bool:
    """Whether an object is addressed to everybody, and not only to followers or one person."""
    audience = [item for field in ("to", "cc") for item in _as_list(json_object.get(field))]
    return any(item in PUBLIC for item in audience if isinstance(item, str))


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def text_of(json_object: JsonObject) -> tuple[str, str]:
    """Return the content of a note as HTML, and its language: "nl" or "en"."""
    by_language = json_object.get("contentMap")
    texts = by_language if isinstance(by_language, dict) else {}
    content = json_object.get("content")
    if not isinstance(content, str):
        content = next((text for text in texts.values() if isinstance(text, str)), "")
    languages = [name for name in texts if isinstance(name, str)]
    return content, "en" if languages and languages[0].startswith("en") else "nl"


def parse_account(data: object, actor: str) -> dict[str, str]:
    """Read the fields we store from an account document of its server. Raises Unproven if it is another account."""
    if not isinstance(data, dict) or id_of(data) != actor:
        raise Unproven(_("De server van de afzender toont een ander account."))
    endpoints = data.get("endpoints")
    shared_inbox = endpoints.get("sharedInbox") if isinstance(endpoints, dict) else None
    key = _parse_key(data.get("publicKey"), actor)
    inbox = id_of(data.get("inbox"))
    if not key or not is_same_host(inbox, actor):
        raise Unproven(_("Het account van de afzender heeft geen eigen sleutel of postvak."))
    name = data.get("preferredUsername")
    return {
        **key,
        "inbox": inbox,
        "shared_inbox": shared_inbox if isinstance(shared_inbox, str) and is_same_host(shared_inbox, actor) else "",
        "username": name if isinstance(name, str) and NAME.fullmatch(name) else "",
    }


def _parse_key(public_keys: object, actor: str) -> dict[str, str]:
    for key in _as_list(public_keys):
        if (
            isinstance(key, dict)
            and key.get("owner") == actor
            and is_same_host(key.get("id"), actor)
            and isinstance(key.get("publicKeyPem"), str)
            and PEM.fullmatch(key["publicKeyPem"])
        ):
            return {"key_id": key["id"], "public_pem": key["publicKeyPem"]}
    return {}


def parse_webfinger_handle(data: object, actor: str) -> str:
    """Return the handle in a WebFinger response (RFC 7033) if it points to this account; else empty."""
    if not isinstance(data, dict) or not isinstance(data.get("subject"), str):
        return ""
    points_to_actor = any(
        isinstance(link, dict) and link.get("rel") == "self" and link.get("href") == actor
        for link in _as_list(data.get("links"))
    )
    handle = data["subject"].removeprefix("acct:")
    return handle if points_to_actor and HANDLE.fullmatch(handle) else ""
