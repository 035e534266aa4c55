"""Who fits a call, which cities are like one, and what an organisation wants of that."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

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
"""Reasons that stand beside a call; the page of partners has all."""
WITHOUT = (*Filter.values, *Factor.values)


def find_partners(call: Call, *, most: int = FEW, without: Any = ()) -> list[dict[str, Any]]:
    """The organisations that fit a call, with the reasons; none while there is no index."""
    try:
        found = partners.find_partners(index_store.open_reader(), call, day=today(), without=without, most=most)
    except BrokenIndex as error:
        index_store.report_failure(error)
        return []
    return [
        {**_build_organisation(one.organisation), "reasons": [_build_reason(reason) for reason in one.reasons]}
        for one in found
    ]


def find_best_partners(call: Call) -> list[dict[str, Any]]:
    """The best few, with the weightiest reasons."""
    return [{**one, "reasons": one["reasons"][:IN_SHORT]} for one in find_partners(call)]


def _build_organisation(one: KnownOrganisation) -> dict[str, Any]:
    label = call_cards.WANTED.get(one.kind, one.kind)
    return {"name": one.name, "url": reverse("organisation", args=[one.slug]), "kind": label}


def _build_reason(reason: Reason) -> dict[str, str]:
    thing: Any = reason.activity
    return {"words": reason.words, "url": search_cards.build_url(thing) if thing else ""}


def find_similar(
    kind: str, key: str, text: str, *, kinds: Any, most: int = 4, but_in: Any = ()
) -> list[dict[str, Any]]:
    """What resembles a thing, as cards; none while there is no index."""
    try:
        found = similar_items.find_similar_items(
            index_store.open_reader(), kind, key, text, kinds=kinds, most=most, but_in=but_in
        )
    except BrokenIndex as error:
        index_store.report_failure(error)
        return []
    return [_build_similar_card(card) for card in found]


def _build_similar_card(card: Card) -> dict[str, Any]:
    return {**search_cards.build_result_card(card), "key": card.key, "lead": search_cards.choose_texts(card)["lead"]}


def find_similar_initiatives(call: Call) -> list[dict[str, Any]]:
    """The initiatives that resemble a call; not the one that it hangs on."""
    own = f"/{call.initiative.slug}/" if call.initiative else ""
    found = find_similar("call", str(call.pk), build_call_text(call), kinds=["initiative"], most=4)
    return [one for one in found if not own or not one["url"].endswith(own)][:3]


def show_call_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who fits a call; a reader may switch reasons off, and look beyond what is asked for."""
    one = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    off = [value for value in request.GET.getlist("zonder") if value in WITHOUT]
    there = [choice for choice, is_there in ((Filter.KIND, one.wanted), (Filter.REGION, one.province_id)) if is_there]
    context = {
        "call": call_cards.build_call_card(one),
        "fitting": find_partners(one, most=MANY, without=off),
        "filters": [_build_switch(choice.value, choice.label, off) for choice in there],
        "factors": [_build_switch(value, label, off) for value, label in Factor.choices],
        "is_narrowed": bool(off),
        "similar": find_similar_initiatives(one),
    }
    return render(request, "site/calls/partners.html", context)


def _build_switch(value: str, label: Any, off: list[str]) -> dict[str, Any]:
    return {"value": value, "label": label, "off": value in off}


def show_similar_cities(request: HttpRequest, slug: str) -> HttpResponse:
    """The cities most like this one, and what they do that it does not."""
    kind = Organisation.Kind.MUNICIPALITY
    one = get_object_or_404(Organisation.objects.select_related("province", "successor"), slug=slug, kind=kind)
    if heir := one.heir_on(today()):
        return redirect("cities_alike", slug=heir.slug)
    alike = cities.find_similar_cities(one, day=today())
    context = {
        "organisation": {"name": one.name, "url": reverse("organisation", args=[slug])},
        "cities": [
            {
                **_build_organisation(city.organisation),
                "kind": "",
                "reasons": [{"words": words} for words in city.reasons],
            }
            for city in alike
        ],
        "initiatives": [
            {**initiative_cards.build_initiative_brief(row), "who": names}
            for row, names in cities.find_initiatives_elsewhere(alike, but=one)
        ],
    }
    return render(request, "site/organisations/alike.html", context)


def list_matching_choices(user: Any) -> list[dict[str, str]]:
    """The organisations that `user` represents, each with the page where they choose."""
    rows = Representation.objects.on(today()).filter(user_id=user.pk).select_related("organisation")
    return [
        {"name": row.organisation.name, "url": reverse("matching_choice", args=[row.organisation.slug])}
        for row in rows
    ]


@login_required
@never_cache
def edit_matching_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether an organisation is named as a possible partner, and gets mail about calls."""
    one = get_object_or_404(Organisation, slug=slug)
    if not can_edit_organisation(request.user, one, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    if request.method == "POST":
        said = {name: name in request.POST for name in ("named", "mailed")}
        preferences.save_preference(one, **said, by=request.user, day=today())
        return redirect(f"{request.path}?bewaard=1")
    chosen = Preference.objects.filter(organisation=one).first() or Preference(organisation=one)
    context = {"organisation": one.name, "chosen": chosen, "is_kept": "bewaard" in request.GET}
    return render(request, "account/matching.html", context)


# As for other secret links: without a referrer the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def stop_call_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Stopping the mails about calls, from the mail itself: one button."""
    try:
        one = (
            preferences.stop_mails(token)
            if request.method == "POST"
            else preferences.find_organisation_by_token(token)
        )
    except Refused as error:
        return render(request, "site/calls/mails_off.html", {"error": error.message}, status=404)
    return render(request, "site/calls/mails_off.html", {"name": one.name, "is_off": request.method == "POST"})
