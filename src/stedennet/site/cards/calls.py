"""Calls as plain values with URLs, for templates and open data; no e-mail address until both sides share theirs."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from stedennet.agenda.models import Action
from stedennet.calls.flows.conversations import get_shared_addresses
from stedennet.calls.models import Call, Interest
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.core.text import mark_dutch
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme

from . import network as network_cards

WANTED = dict(Organisation.Kind.choices)
GIVES = dict(Call.Gives.choices)


def build_call_card(call: Call) -> dict[str, Any]:
    """Return the card of a call in a list; `call` comes from `with_cards()`."""
    return {
        "title": mark_dutch(call.title),
        "url": reverse("call", args=[call.slug]),
        "kind": call.kind,
        "kind_label": call.get_kind_display(),
        "what_for": mark_dutch(call.what_for),
        "by": call.by,
        "by_url": reverse("organisation", args=[call.organisation.slug]) if call.organisation else "",
        "theme": network_cards.build_theme_card(call.theme) if call.theme else None,
        "closes_on": call.closes_on,
        "is_open": call.is_open_on(today()),
        "opened": call.opened,
        "source_url": call.source_url,
        "outcome_words": mark_dutch(call.outcome_words),
        "is_example": call.is_example,
        "region": call.province.name if call.province else "",
        "wanted": [WANTED[kind] for kind in call.wanted if kind in WANTED],
    }


def build_call_page(call: Call) -> dict[str, Any]:
    """Return everything that the page of a call shows."""
    return {
        "call": build_call_card(call),
        "work": mark_dutch(call.work),
        "gives": [GIVES[kind] for kind in call.gives if kind in GIVES],
        "gives_in_words": mark_dutch(call.gives_in_words),
        "initiative": build_linked_card(call.initiative, None),
        "action": {"code": call.action.code, "url": reverse("action", args=[call.action.code])}
        if call.action
        else None,
        "outcome": call.get_outcome_display() if call.outcome else "",
        "outcome_partner": call.outcome_partner,
        "outcome_words": mark_dutch(call.outcome_words),
        "seen": format_day(localdate(call.published_at)) if call.source_url and call.published_at else "",
    }


def build_linked_card(
    initiative: Initiative | None, action: Action | None, theme: Theme | None = None
) -> dict[str, str]:
    """Return what a new call is about, as a link; empty when it is about none of these."""
    if theme:
        return {"title": theme.full_title, "url": reverse("theme", args=[theme.slug])}
    if initiative:
        return {"title": initiative.name, "url": reverse("initiative", args=[initiative.slug])}
    commitment = action.commitments.public().first() if action else None
    if action and commitment:
        return {"title": f"{action.code} {commitment.name}", "url": reverse("action", args=[action.code])}
    return {}


def build_conversation_card(interest: Interest, *, mine: bool, page: str) -> dict[str, Any]:
    """Return a conversation as seen by the owner of the call (`mine`) or by the other side.

    `page` is the secret path that the file links start with; `interest` comes from `with_talk()`.
    """
    shared = get_shared_addresses(interest)
    return {
        "key": interest.pk,
        "html_key": str(interest.pk),
        "name": interest.name,
        "who": interest.who,
        "together": interest.together,
        "unclear": interest.unclear,
        "at": interest.at,
        "talk": interest.talk,
        "talk_label": interest.get_talk_display(),
        "is_over": bool(interest.blocked_by) or interest.talk == Interest.Talk.NO,
        "shares": interest.owner_shares if mine else interest.sender_shares,
        "other_shares": interest.sender_shares if mine else interest.owner_shares,
        "other_address": shared.get("sender" if mine else "owner", ""),
        "messages": [
            {
                "mine": message.from_owner == mine,
                "text": message.text,
                "at": message.at,
                "files": [
                    {"name": file.name, "size": file.size, "url": f"{page}bestanden/{file.pk}/"}
                    for file in message.attachments.all()
                ],
            }
            for message in interest.messages.all()
        ],
    }
