"""Whether an organisation is suggested as a partner, and whether it gets mail about calls."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.core.clock import today
from stedennet.core.refusals import REPRESENTATIVE_ROLE, attempt, refuse_page
from stedennet.matching.flows import preferences
from stedennet.matching.models import Preference
from stedennet.network.access import can_edit_organisation
from stedennet.network.models import Organisation

from ..secret_pages import keep_address_secret


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
    with attempt() as tried:
        organisation = (
            preferences.stop_mails(token) if request.method == "POST" else preferences.find_organisation_by_link(token)
        )
        return render(
            request, "site/calls/mails_off.html", {"name": organisation.name, "is_off": request.method == "POST"}
        )
    return render(request, "site/calls/mails_off.html", {"error": tried.message}, status=404)
