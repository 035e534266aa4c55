"""Registering for an event, and the page behind the link in the mail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from stedennet.core.errors import DomainError
from stedennet.core.pages import keep_private, readable_or_404
from stedennet.events.flows import registering
from stedennet.events.models import EventPage
from stedennet.intake.models import Submission

from .. import event_cards
from ..forms.events import RegisterForm
from ..forms.public import person_of
from ..sending import answer

ACTIONS = {"afmelden": registering.cancel, "aannemen": registering.accept_offer}


def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; what was typed stays when something is wrong."""
    event = readable_or_404(EventPage.objects.with_parts(), request, slug=slug)
    form = RegisterForm(request.POST or None, person=person_of(request))
    response = answer(
        request,
        form,
        lambda: _register(event, form),
        what="register",
        thanks=reverse("event_register_done", args=[slug]),
        template="site/events/register.html",
        context={"event": event_cards.event(event), "can_register": registering.can_register(event)},
    )
    keep_private(event, response)
    return response


def _register(event: EventPage, form: RegisterForm) -> Submission:
    data = form.cleaned_data
    return registering.register(
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


def register_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Look in your mail."""
    event = readable_or_404(EventPage.objects.with_parts(), request, slug=slug)
    context = {"event": event_cards.event(event), "signed_in": request.user.is_authenticated}
    response = render(request, "site/events/register_done.html", context)
    keep_private(event, response)
    return response


@never_cache
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration: how it stands, and to cancel it or take the place that was offered."""
    problem, status = "", 200
    if request.method == "POST" and request.POST.get("wat") in ACTIONS:
        try:
            ACTIONS[request.POST["wat"]](token)
            return redirect(reverse("registration", args=[token]))
        except DomainError as error:
            problem, status = error.message, 422
    mine = registering.find(token)
    if mine is None:
        raise Http404
    context: dict[str, Any] = {
        "registration": mine,
        "event": event_cards.event(mine.event),
        "online_url": mine.event.online_url if mine.status == mine.Status.PLACE else "",
        "problem": problem,
    }
    return render(request, "site/events/registration.html", context, status=status)
