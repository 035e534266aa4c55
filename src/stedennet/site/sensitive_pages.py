"""Which pages of /beheer/ give a role or let personal data out: they ask for a fresh proof. Pure."""

from collections.abc import Mapping
from typing import Any

# Wagtail's pages of people and groups, and ours of who represents whom and who asks for which role.
ROLE_NAMESPACES = {
    "wagtailusers_users",
    "wagtailusers_groups",
    "representation",
    "representations",
    "roles",
    "factor_resets",
}
BROWSING = {"index", "index_results", "history", "history_results", "usage", "inspect", "list"}
ROLE_MODELS = {"user", "group", "representation"}
DOWNLOADS = {"events:registrations_csv"}


def is_sensitive(namespace: str, name: str, arguments: Mapping[str, Any], *, changes: bool, exports: bool) -> bool:
    """Whether a page of the admin asks for a fresh proof.

    `namespace` and `name` are those of the URL, `arguments` what it was called with; `changes` says whether
    something is sent, `exports` whether a list or report is asked as a file.
    """
    if exports or f"{namespace}:{name}" in DOWNLOADS:
        return True
    if name == "wagtail_bulk_action":
        return arguments.get("model_name") in ROLE_MODELS
    return namespace in ROLE_NAMESPACES and (changes or name not in BROWSING)
