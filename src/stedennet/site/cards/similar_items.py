"""Records that resemble another one, as cards; none while there is no index."""

from collections.abc import Collection, Sequence
from typing import Any

from stedennet.calls.models import Call
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.querysets import look_alikes
from stedennet.matching import similar_items
from stedennet.matching.evidence import build_call_text
from stedennet.search import index_store
from stedennet.search.engine import BrokenIndex
from stedennet.search.records import Card

from . import initiatives as initiative_cards
from . import search as search_cards


def find_similar_items(
    kind: str, key: str, text: str, *, kinds: Sequence[str], most: int = 4, but_in: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Find what resembles the record `kind`:`key` with this text, as cards; none while there is no index."""
    try:
        cards = similar_items.find_similar_items(
            index_store.open_reader(), kind, key, text, kinds=kinds, most=most, but_in=but_in
        )
    except BrokenIndex as error:
        index_store.report_failure(error)
        return []
    return [_build_similar_card(card) for card in cards]


def _build_similar_card(card: Card) -> dict[str, Any]:
    return {**search_cards.build_result_card(card), "key": card.key, "lead": search_cards.choose_texts(card)["lead"]}


def find_similar_initiatives(call: Call) -> list[dict[str, Any]]:
    """Find the initiatives that resemble a call, without the one it belongs to."""
    own_url_end = f"/{call.initiative.slug}/" if call.initiative else ""
    cards = find_similar_items("call", str(call.pk), build_call_text(call), kinds=["initiative"], most=4)
    return [card for card in cards if not own_url_end or not card["url"].endswith(own_url_end)][:3]


def find_similar_elsewhere(initiative: Initiative) -> dict[str, object]:
    """Find similar initiatives in other cities, to reuse or to join; without any, those with a similar name."""
    text = "\n".join([initiative.title, initiative.summary, initiative.description])
    cities = [city.slug for city in initiative.cities.all()]
    similar = find_similar_items("initiative", str(initiative.pk), text, kinds=["initiative"], but_in=cities)
    if similar:
        return {"similar": similar, "is_elsewhere": True}
    look_alike_initiatives = look_alikes.find_similar(initiative)
    return {
        "similar": [initiative_cards.build_initiative_brief(look_alike) for look_alike in look_alike_initiatives],
        "is_elsewhere": False,
    }
