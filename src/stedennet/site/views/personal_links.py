"""Replacing a personal link: the old one ends, the new one is mailed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stedennet.core.refusals import attempt
from stedennet.personal_links.flows import find_link_of_holder, replace_link_by_holder

from ..secret_pages import keep_address_secret


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
@require_http_methods(["GET", "HEAD", "POST"])
def replace_personal_link(request: HttpRequest, token: str) -> HttpResponse:
    """Explain the replacement and replace on POST; the page never shows the address that the link was mailed to."""
    template = "site/personal_links/replace.html"
    if request.method != "POST":
        is_known = find_link_of_holder(token) is not None
        return render(request, template, {"is_known": is_known}, status=200 if is_known else 404)
    with attempt() as tried:
        replace_link_by_holder(token)
        return render(request, template, {"is_replaced": True})
    return render(request, template, {"is_known": False, "error": tried.message}, status=404)
