"""Partners that fit a call, cities that resemble each other, and whether an organisation takes part."""

from collections.abc import Collection, Sequence
from typing import Any, TypedDict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.accounts.models import User
from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.matching import cities, partners, similar_items
from stedennet.matching.evidence import build_call_text
from stedennet.matching.flows import preferences
from stedennet.matching.models import Preference
from stedennet.matching.organisation_facts import KnownOrganisation
from stedennet.matching.reasons import Reason
from stedennet.matching.rules.factors import Factor
from stedennet.matching.rules.filters import Filter
from stedennet.network.access import can_edit_organisation
from stedennet.network.models import Organisation, Representation
from stedennet.search import index_store
from stedennet.search.engine import BrokenIndex
from stedennet.search.records import Card

from ..cards import calls as call_cards
from ..cards import initiatives as initiative_cards
from ..cards import search as search_cards
from ..secret_pages import keep_address_secret

FEW, MANY = 3, 20
IN_SHORT = 2
"""Reasons shown beside a call; the page of partners shows all of them."""
WITHOUT = (*Filter.values, *Factor.values)


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


def find_similar(
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
    cards = find_similar("call", str(call.pk), build_call_text(call), kinds=["initiative"], most=4)
    return [card for card in cards if not own_url_end or not card["url"].endswith(own_url_end)][:3]


def show_call_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every organisation that fits a call; a reader may switch off reasons and filters."""
    call = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    excluded = [value for value in request.GET.getlist("zonder") if value in WITHOUT]
    applicable_filters = [
        option for option, applies in ((Filter.KIND, call.wanted), (Filter.REGION, call.province_id)) if applies
    ]
    context = {
        "call": call_cards.build_call_card(call),
        "fitting": find_partners(call, most=MANY, without=excluded),
        "filters": [_build_switch(option.value, option.label, excluded) for option in applicable_filters],
        "factors": [_build_switch(value, label, excluded) for value, label in Factor.choices],
        "is_narrowed": bool(excluded),
        "similar": find_similar_initiatives(call),
    }
    return render(request, "site/calls/partners.html", context)


def _build_switch(value: str, label: object, excluded: Collection[str]) -> dict[str, object]:
    return {"value": value, "label": label, "off": value in excluded}


def show_similar_cities(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the cities that resemble this one most, and the initiatives that they have and it has not."""
    kind = Organisation.Kind.MUNICIPALITY
    city = get_object_or_404(Organisation.objects.select_related("province", "successor"), slug=slug, kind=kind)
    if successor := city.heir_on(today()):
        return redirect("cities_alike", slug=successor.slug)
    similar_cities = cities.find_similar_cities(city, day=today())
    context = {
        "organisation": {"name": city.name, "url": reverse("organisation", args=[slug])},
        "cities": [
            {
                "name": similar_city.organisation.name,
                "url": _build_url(similar_city.organisation),
                "kind": "",
                "reasons": [{"words": words} for words in similar_city.reasons],
            }
            for similar_city in similar_cities
        ],
        "initiatives": [
            {**initiative_cards.build_initiative_brief(initiative), "who": names}
            for initiative, names in cities.find_initiatives_elsewhere(similar_cities, but=city)
        ],
    }
    return render(request, "site/organisations/alike.html", context)


def list_matching_choices(user: User) -> list[dict[str, str]]:
    """List the organisations that `user` represents, each with the page to choose on."""
    representations = Representation.objects.on(today()).filter(user_id=user.pk).select_related("organisation")
    return [
        {
            "name": representation.organisation.name,
            "url": reverse("matching_choice", args=[representation.organisation.slug]),
        }
        for representation in representations
    ]


@login_required
@never_cache
def edit_matching_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose whether an organisation is suggested as a partner, and whether it gets mail about calls."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not can_edit_organisation(request.user, organisation, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    if request.method == "POST":
        choices = {name: name in request.POST for name in ("named", "mailed")}
        preferences.save_preference(organisation, **choices, by=request.user, day=today())
        return redirect(f"{request.path}?bewaard=1")
    preference = Preference.objects.filter(organisation=organisation).first() or Preference(organisation=organisation)
    context = {"organisation": organisation.name, "chosen": preference, "is_kept": "bewaard" in request.GET}
    return render(request, "account/matching.html", context)


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def stop_call_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails about calls from the link in such a mail; GET only shows the button."""
    try:
        organisation = (
            preferences.stop_mails(token) if request.method == "POST" else preferences.find_organisation_by_link(token)
        )
    except Refused as error:
        return render(request, "site/calls/mails_off.html", {"error": error.message}, status=404)
    return render(
        request, "site/calls/mails_off.html", {"name": organisation.name, "is_off": request.method == "POST"}
    )
