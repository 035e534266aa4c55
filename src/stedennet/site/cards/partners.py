"""The organisations that fit a call and the cities that resemble each other, each with its reasons, for templates."""

import datetime as dt
from collections.abc import Collection
from typing import Any, TypedDict

from django.urls import reverse

from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.matching import cities, partners
from stedennet.matching.cities import SimilarCity
from stedennet.matching.organisation_facts import KnownOrganisation
from stedennet.matching.reasons import Reason
from stedennet.matching.rules.factors import Factor
from stedennet.matching.rules.filters import Filter
from stedennet.network.models import Organisation
from stedennet.search import index_store
from stedennet.search.engine import BrokenIndex

from . import calls as call_cards
from . import initiatives as initiative_cards
from . import search as search_cards
from . import similar_items as similar_cards

FEW, MANY = 3, 20
IN_SHORT = 2
"""Reasons shown beside a call; the page of partners shows all of them."""
WITHOUT = (*Filter.values, *Factor.values)
"""The reasons and filters that a reader may switch off."""


class PartnerCard(TypedDict):
    """An organisation that fits a call, with the reasons, the weightiest first."""

    name: str
    url: str
    kind: object
    reasons: list[dict[str, str]]


def find_partners(call: Call, *, most: int = FEW, without: Collection[str] = ()) -> list[PartnerCard]:
    """Find the organisations that fit a call, with the reasons; none while there is no index."""
    try:
        suggestions = partners.find_partners(index_store.open_reader(), call, day=today(), without=without, most=most)
    except BrokenIndex as error:
        index_store.report_failure(error)
        return []
    return [
        PartnerCard(
            name=suggestion.organisation.name,
            url=_build_url(suggestion.organisation),
            kind=call_cards.WANTED.get(suggestion.organisation.kind, suggestion.organisation.kind),
            reasons=[_build_reason(reason) for reason in suggestion.reasons],
        )
        for suggestion in suggestions
    ]


def find_best_partners(call: Call) -> list[PartnerCard]:
    """Find the few partners that fit best, each with its weightiest reasons."""
    return [{**partner, "reasons": partner["reasons"][:IN_SHORT]} for partner in find_partners(call)]


def _build_url(organisation: KnownOrganisation) -> str:
    return reverse("organisation", args=[organisation.slug])


def _build_reason(reason: Reason) -> dict[str, str]:
    activity: Any = reason.activity
    return {"words": reason.words, "url": search_cards.build_url(activity) if activity else ""}


def build_partners_page(call: Call, excluded: Collection[str]) -> dict[str, object]:
    """Return every organisation that fits a call, with the reasons and filters that are on and off."""
    applicable_filters = [
        option for option, applies in ((Filter.KIND, call.wanted), (Filter.REGION, call.province_id)) if applies
    ]
    return {
        "call": call_cards.build_call_card(call),
        "fitting": find_partners(call, most=MANY, without=excluded),
        "filters": [_build_switch(option.value, option.label, excluded) for option in applicable_filters],
        "factors": [_build_switch(value, label, excluded) for value, label in Factor.choices],
        "is_narrowed": bool(excluded),
        "similar": similar_cards.find_similar_initiatives(call),
    }


def _build_switch(value: str, label: object, excluded: Collection[str]) -> dict[str, object]:
    return {"value": value, "label": label, "off": value in excluded}


def list_similar_cities(city: Organisation, *, day: dt.date) -> list[PartnerCard]:
    """List the few municipalities most like this one, each with its reasons; none for another kind of organisation."""
    if city.kind != Organisation.Kind.MUNICIPALITY:
        return []
    return [_build_city_card(similar) for similar in cities.find_similar_cities(city, day=day, most=FEW)]


def _build_city_card(similar_city: SimilarCity) -> PartnerCard:
    return {
        "name": similar_city.organisation.name,
        "url": _build_url(similar_city.organisation),
        "kind": "",
        "reasons": [{"words": words} for words in similar_city.reasons],
    }


def build_similar_cities_page(city: Organisation, similar_cities: list[SimilarCity]) -> dict[str, object]:
    """Return the cities that resemble this one, and their initiatives that this city does not have."""
    return {
        "organisation": {"name": city.name, "url": reverse("organisation", args=[city.slug])},
        "cities": [_build_city_card(similar_city) for similar_city in similar_cities],
        "initiatives": [
            {**initiative_cards.build_initiative_brief(initiative), "who": names}
            for initiative, names in cities.find_initiatives_elsewhere(similar_cities, but=city)
        ],
    }
