"""The page behind each personal link, by the purpose that its room declares."""

from stedennet.personal_links.addresses import register_addresses
from stedennet.personal_links.links import Reissue
from stedennet.personal_links.registry import get_personal_links

from .addresses import make_url_builder

PERSONAL_PAGES = {
    "action": "contact_action",
    "call": "call_own",
    "call_mails": "call_mails_off",
    "confirmation": "intake_confirm",
    "decision": "edition_decide",
    "follow_up": "adoption_follow_up",
    "initiative": "initiative_own",
    "reaction": "own_reaction",
    "registration": "registration",
    "round": "update_round",
    "stop": "subscription_stop",
    "subscriptions": "subscriptions",
    "talk": "call_talk",
    "wish": "subscribe_confirm",
}
"""The name of each page in the URLs. A missing or unknown purpose is an error at start-up."""


def register_personal_pages() -> None:
    """Register where each personal link leads to."""
    register_addresses({purpose: make_url_builder(name) for purpose, name in PERSONAL_PAGES.items()})


def is_replaceable_page(name: str) -> bool:
    """Whether the page with this name is behind a personal link that whoever has it may replace."""
    links = get_personal_links()
    return any(name == page and links[purpose].reissue is Reissue.HOLDER for purpose, page in PERSONAL_PAGES.items())
