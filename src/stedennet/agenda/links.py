"""URLs of pages that this room's mails and lists link to; the site registers their builders at start-up."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from .models import Edition, Party, Strategy

UrlBuilder = Callable[..., str]
_builders: dict[str, UrlBuilder] = {}
_follower_counts: list[Callable[[], int]] = []


def register_urls(
    *,
    own_decision: UrlBuilder,
    own_strategy_decision: UrlBuilder,
    action: UrlBuilder,
    draft: UrlBuilder,
    strategy: UrlBuilder,
) -> None:
    """Register builders of absolute URLs: `own_decision` from an edition's number and a party's slug,
    `own_strategy_decision` from a strategy's and a party's slug, `action` from a code, `draft` from an edition's
    number, `strategy` from its slug."""
    _builders.update(
        own_decision=own_decision,
        own_strategy_decision=own_strategy_decision,
        action=action,
        draft=draft,
        strategy=strategy,
    )


def register_follower_count(count: Callable[[], int]) -> None:
    """Register the count of people who get mail about changes of the agenda; a room above this one knows it."""
    _follower_counts[:] = [count]


def count_followers() -> int:
    """The maximum number of people who get mail about a change of the agenda; 0 if the site registered no count."""
    return _follower_counts[0]() if _follower_counts else 0


def get_own_approval_url(party: Party) -> str:
    """The URL at which a party's representative decides. Raises KeyError when its builder is not registered."""
    subject, slug = party.subject, party.organisation.slug
    if isinstance(subject, Edition):
        return _builders["own_decision"](subject.number, slug)
    return _builders["own_strategy_decision"](subject.slug, slug)


def get_action_url(code: str) -> str:
    """The URL for reporting progress on an action. Raises KeyError when its builder is not registered."""
    return _builders["action"](code)


def get_draft_url(number: int) -> str:
    """The URL at which a draft edition is written together. Raises KeyError when its builder is not registered."""
    return _builders["draft"](number)


def get_strategy_url(strategy: Strategy) -> str:
    """The URL of the page of a version of a strategy. Raises KeyError when its builder is not registered."""
    return _builders["strategy"](strategy.slug)


def get_steps_url(party: Party) -> str:
    """The office's page with the steps and parties of what this party decides on."""
    name = "agenda:steps" if party.edition_id else "agenda:strategy_steps"
    return f"{settings.SITE_URL}{reverse(name, args=[party.subject.pk])}"
