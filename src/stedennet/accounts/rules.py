"""Rules about people's roles, second factors and sessions. Pure: values in, values out; no ORM, no clock."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

# The permissions that Wagtail requires for working on pages, and on the images and documents in them.
_OFFICE_PERMISSIONS = frozenset({"wagtailadmin.access_admin"})
_EDITOR_PERMISSIONS = frozenset(
    {f"wagtailcore.{verb}_page" for verb in ("view", "add", "change", "publish", "bulk_delete", "lock", "unlock")}
    | {f"wagtailimages.{verb}_image" for verb in ("view", "add", "change", "delete", "choose")}
    | {f"wagtaildocs.{verb}_document" for verb in ("view", "add", "change", "delete", "choose")}
    | {f"wagtailredirects.{verb}_redirect" for verb in ("view", "add", "change", "delete")}
)

FLAG_OF_ROLE = {"editor": "is_editor", "moderator": "is_moderator", "administrator": "is_superuser"}
"""The boolean field of User for each role."""


def may_grant_role(
    asked_by: int | None, confirmed_by: int | None, receives: int | None, administrators: set[int]
) -> bool:
    """Whether two people may grant a third a role: both administrators, all three different. Arguments are keys."""
    return (
        asked_by is not None
        and confirmed_by is not None
        and len({asked_by, confirmed_by, receives}) == 3
        and {asked_by, confirmed_by} <= administrators
    )


def needs_second_factor(is_editor: bool, is_moderator: bool, is_superuser: bool, required: bool) -> bool:
    """Whether this person must have a second factor; `required` is the setting of this installation."""
    return required and (is_editor or is_moderator or is_superuser)


def get_role_permissions(is_editor: bool, is_moderator: bool) -> frozenset[str]:
    """The permissions of the roles, as "app.verb_model"."""
    if is_editor:
        return _OFFICE_PERMISSIONS | _EDITOR_PERMISSIONS
    return _OFFICE_PERMISSIONS if is_moderator else frozenset()


def find_last_factor_proof(records: Iterable[Mapping[str, Any]], factors: Collection[int]) -> float | None:
    """When a session last proved one of `factors` (their keys), as a Unix timestamp; None if it never did.

    `records` is what allauth stored in the session, one for each step of signing in. A factor that has been removed or
    reset since no longer counts.
    """
    moments = [
        float(record["at"]) for record in records if record.get("method") == "mfa" and record.get("id") in factors
    ]
    return max(moments, default=None)


def find_last_password_proof(records: Iterable[Mapping[str, Any]]) -> float | None:
    """When a session last proved the password, as a Unix timestamp; None if it never did."""
    moments = [float(record["at"]) for record in records if record.get("method") == "password"]
    return max(moments, default=None)


def is_fresh(proved_at: float | None, moment: float, seconds: float) -> bool:
    """Whether a proof at `proved_at` still counts for a sensitive action at `moment`; a proof from the future never
    does."""
    return proved_at is not None and 0 <= moment - proved_at < seconds


def is_idle(seen_at: float, moment: float, seconds: float) -> bool:
    """Whether a session last used at `seen_at` has been idle for too long at `moment`."""
    return moment - seen_at >= seconds


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def describe_browser(user_agent: str) -> str:
    """A recognisable description of a User-Agent header, such as "Firefox, Windows"; empty when it is unknown."""
    names = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in names if name)
