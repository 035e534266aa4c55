"""Partners that fit a call, and cities that resemble each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.matching import cities
from stedennet.network.models import Organisation

from ..cards import partners as partner_cards


def show_call_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every organisation that fits a call; a reader may switch off reasons and filters."""
    call = get_object_or_404(Call.objects.readable().with_cards(), slug=slug)
    excluded = [value for value in request.GET.getlist("zonder") if value in partner_cards.WITHOUT]
    return render(request, "site/calls/partners.html", partner_cards.build_partners_page(call, excluded))


def show_similar_cities(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the cities that resemble this one most, and their initiatives that this city does not have."""
    kind = Organisation.Kind.MUNICIPALITY
    city = get_object_or_404(Organisation.objects.select_related("province", "successor"), slug=slug, kind=kind)
    if successor := city.heir_on(today()):
        return redirect("cities_alike", slug=successor.slug)
    similar_cities = cities.find_similar_cities(city, day=today())
    context = partner_cards.build_similar_cities_page(city, similar_cities)
    return render(request, "site/organisations/alike.html", context)
