"""URLs of pages that this room's mails and lists link to; the site registers their builders at start-up."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

UrlBuilder = Callable[..., str]
_builders: dict[str, UrlBuilder] = {}
_follower_counts: list[Callable[[], int]] = []


def register_urls(*, own_decision: UrlBuilder, action: UrlBuilder, draft: UrlBuilder) -> None:
    """Register builders of absolute URLs: `own_decision` from an edition's number and a party's slug, `action` from a
    code, `draft` from an edition's number."""
    _builders.update(own_decision=own_decision, action=action, draft=draft)


def register_follower_count(count: Callable[[], int]) -> None:
    """Register the count of people who get mail about changes of the agenda; a room above this one knows it."""
    _follower_counts[:] = [count]


def count_followers() -> int:
    """The maximum number of people who get mail about a change of the agenda; 0 if the site registered no count."""
    return _follower_counts[0]() if _follower_counts else 0


def get_own_approval_url(number: int, party: str) -> str:
    """The URL at which a party's representative decides. Raises KeyError when its builder is not registered."""
    return _builders["own_decision"](number, party)


def get_action_url(code: str) -> str:
    """The URL for reporting progress on an action. Raises KeyError when its builder is not registered."""
    return _builders["action"](code)


def get_draft_url(number: int) -> str:
    """The URL at which a draft edition is written together. Raises KeyError when its builder is not registered."""
    return _builders["draft"](number)


def get_steps_url(edition: int) -> str:
    """The office's page with the steps and parties of the edition with this key."""
    return f"{settings.SITE_URL}{reverse('agenda:steps', args=[edition])}"
