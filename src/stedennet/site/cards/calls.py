"""What templates and open data show of calls: plain values with their addresses, and no addresses of persons."""

from typing import Any

from django.urls import reverse

from stedennet.calls.flows.conversations import get_shared_addresses
from stedennet.calls.models import Call, Interest
from stedennet.core.clock import today
from stedennet.network.models import Organisation

from . import network as network_cards

WANTED = dict(Organisation.Kind.choices)
GIVES = dict(Call.Gives.choices)


def build_call_card(one: Call) -> dict[str, Any]:
    """A call in a list; `one` comes from `with_cards()`."""
    return {
        "title": one.title,
        "url": reverse("call", args=[one.slug]),
        "kind": one.kind,
        "kind_label": one.get_kind_display(),
        "what_for": one.what_for,
        "by": one.by,
        "by_url": reverse("organisation", args=[one.organisation.slug]) if one.organisation else "",
        "theme": network_cards.build_theme_card(one.theme) if one.theme else None,
        "closes_on": one.closes_on,
        "is_open": one.is_open_on(today()),
        "region": one.province.name if one.province else "",
        "wanted": [WANTED[kind] for kind in one.wanted if kind in WANTED],
    }


def build_call_page(one: Call) -> dict[str, Any]:
    """Everything of a call on its own page."""
    return {
        "call": build_call_card(one),
        "work": one.work,
        "gives": [GIVES[kind] for kind in one.gives if kind in GIVES],
        "gives_in_words": one.gives_in_words,
        "initiative": {"title": one.initiative.name, "url": reverse("initiative", args=[one.initiative.slug])}
        if one.initiative
        else None,
        "action": {"code": one.action.code, "url": reverse("action", args=[one.action.code])} if one.action else None,
        "outcome": one.get_outcome_display() if one.outcome else "",
        "outcome_partner": one.outcome_partner,
    }


def build_conversation_card(one: Interest, *, mine: bool, page: str) -> dict[str, Any]:
    """A conversation as its owner (`mine`) or the other side sees it, on the secret `page`; from `with_talk()`."""
    shared = get_shared_addresses(one)
    return {
        "key": one.pk,
        "html_key": str(one.pk),
        "name": one.name,
        "who": one.who,
        "together": one.together,
        "unclear": one.unclear,
        "at": one.at,
        "talk": one.talk,
        "talk_label": one.get_talk_display(),
        "is_over": bool(one.blocked_by) or one.talk == Interest.Talk.NO,
        "shares": one.owner_shares if mine else one.sender_shares,
        "other_shares": one.sender_shares if mine else one.owner_shares,
        "other_address": shared.get("sender" if mine else "owner", ""),
        "messages": [
            {
                "mine": row.from_owner == mine,
                "text": row.text,
                "at": row.at,
                "files": [
                    {"name": file.name, "size": file.size, "url": f"{page}bestanden/{file.pk}/"}
                    for file in row.attachments.all()
                ],
            }
            for row in one.messages.all()
        ],
    }
