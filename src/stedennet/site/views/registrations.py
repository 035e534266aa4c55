"""Registering for an event, and the page behind the link in the mail."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.core.pages import get_readable_or_404, prevent_private_caching
from stedennet.core.refusals import attempt
from stedennet.events.flows import registrations
from stedennet.events.models import EventPage
from stedennet.events.personal_links import REGISTRATION_LINK
from stedennet.intake.models import Submission

from ..cards import events as event_cards
from ..forms.registrations import RegistrationForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.sent_forms import render_sent_page
from ..secret_pages import keep_address_secret

ACTIONS = {"afmelden": registrations.cancel_registration, "aannemen": registrations.accept_offer}


def submit_registration(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form to register, and submit it; typed text stays when a field is wrong."""
    event = get_readable_or_404(EventPage.objects.shown().with_parts(), request, slug=slug)
    form = RegistrationForm(request.POST or None, person=person_of(request))
    response = handle_public_form(
        request,
        form,
        lambda: _record_registration(event, form),
        what="register",
        thanks=reverse("event_register_done", args=[slug]),
        template="site/events/register.html",
        context={"event": event_cards.build_event_card(event), "can_register": registrations.can_register(event)},
    )
    prevent_private_caching(event, response)
    return response


def _record_registration(event: EventPage, form: RegistrationForm) -> Submission:
    data = form.cleaned_data
    return registrations.submit_registration(
        event,
        name=data["name"],
        email=data["email"],
        organisation=data["organisation"],
        language=(get_language() or "nl")[:2],
        once=form.occasion,
        page=event.get_url(),
        person=form.person,
        behalf_of=form.behalf_of,
    )


def show_registration_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the mail with the link is on its way, or that nothing needs confirming."""
    event = get_readable_or_404(EventPage.objects.shown().with_parts(), request, slug=slug)
    context = {"event": event_cards.build_event_card(event), "signed_in": request.user.is_authenticated}
    response = render_sent_page(request, "site/events/register_done.html", context)
    prevent_private_caching(event, response)
    return response


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def manage_registration(request: HttpRequest, token: str) -> HttpResponse:
    """Show a registration and its status; POST cancels it or accepts the place that was offered."""
    problem, status = "", 200
    if request.method == "POST" and request.POST.get("wat") in ACTIONS:
        with attempt() as tried:
            ACTIONS[request.POST["wat"]](token)
            return redirect(reverse("registration", args=[token]))
        problem, status = tried.message, 422
    registration = REGISTRATION_LINK.find(token)
    if registration is None:
        raise Http404
    context: dict[str, object] = {
        "registration": registration,
        "event": event_cards.build_event_card(registration.event),
        "online_url": registration.event.online_url if registration.status == registration.Status.PLACE else "",
        "problem": problem,
    }
    return render(request, "site/events/registration.html", context, status=status)
