"""The representatives of an organisation: list them, confirm requests, and ask for a colleague."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stedennet.accounts.models import User
from stedennet.agenda.flows import link_requests
from stedennet.agenda.models import LinkRequest, Party
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.refusals import attempt
from stedennet.network.access import is_representative
from stedennet.network.flows import representations
from stedennet.network.models import Organisation, Representation
from stedennet.sections.page import SectionedPage

from ..forms.representations import AskRepresentationForm
from ..second_factor import fresh_proof_required


def list_representations(user: User) -> list[dict[str, object]]:
    """List the organisations that `user` represents, each with its page and its number of waiting requests."""
    representations_of_user = Representation.objects.on(today()).filter(user_id=user.pk).select_related("organisation")
    return [
        {
            "name": representation.organisation.name,
            "url": reverse("own_representation", args=[representation.organisation.slug]),
            "may_sign": representation.may_sign,
            "waiting": representation.organisation.representations.waiting().count()
            + _list_link_requests(representation.organisation).count(),
        }
        for representation in representations_of_user
    ]


@never_cache
@login_required
@fresh_proof_required
@require_http_methods(["GET", "HEAD", "POST"])
def manage_representations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the representatives of one organisation; POST requests, confirms, refuses or ends one."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not is_representative(request.user, organisation, day=today()):
        return render(request, "403.html", status=403)
    page = SectionedPage(request)
    form = page.add(ASK, AskRepresentationForm)
    action, _dash, key = page.pressed.rpartition("-")
    error = _answer_request(request, organisation, action, key) if action in ANSWERS else ""
    error = error or (_answer_link_request(request, organisation, action, key) if action in LINK_ANSWERS else "")
    if form.is_valid():
        _ask_representation(form, organisation, request)
    is_done = (action in {*ANSWERS, *LINK_ANSWERS} and not error) or (page.pressed == ASK and not form.errors)
    if is_done:
        return page.done(request.path)
    context = {
        "organisation": organisation.name,
        "form": form,
        "error": error,
        "people": [_build_person(row, request.user) for row in _list_representatives(organisation)],
        "waiting": [_build_waiting_person(row, request.user) for row in organisation.representations.waiting()],
        "links": [_build_link_request(asked, request.user) for asked in _list_link_requests(organisation)],
        "page": page,
    }
    return render(request, "account/representation.html", context, status=422 if page.is_sent else 200)


def _list_representatives(organisation: Organisation) -> QuerySet[Representation]:
    return organisation.representations.on(today()).select_related("user").order_by("user__email", "pk")


def _list_link_requests(organisation: Organisation) -> QuerySet[LinkRequest]:
    asked = Party.objects.asked_now().filter(organisation=organisation)
    rows = LinkRequest.objects.filter(party__in=asked.order_by())
    return rows.select_related("asked_by", "party__edition", "party__strategy", "party__organisation")


def _build_link_request(asked: LinkRequest, by: Actor) -> dict[str, object]:
    return {
        "pk": asked.pk,
        "address": asked.address,
        "subject": asked.party.subject.in_words,
        "asked_by": str(asked.asked_by),
        "may_confirm": link_requests.can_confirm_link(asked, by),
    }


def _build_person(representation: Representation, by: Actor) -> dict[str, object]:
    return {
        "pk": representation.pk,
        "name": str(representation.user),
        "office": representation.office,
        "may_sign": representation.may_sign,
        "until": representation.ends_on,
        "is_reader": representation.user_id == by.pk,
    }


def _build_waiting_person(representation: Representation, by: Actor) -> dict[str, object]:
    return {
        **_build_person(representation, by),
        "email": representation.user.email,
        "asked_by": str(representation.asked_by or ""),
        "may_confirm": representations.can_confirm_representation(representation, by),
    }


def _ask_representation(form: AskRepresentationForm, organisation: Organisation, request: HttpRequest) -> None:
    typed = form.cleaned_data
    asked = Representation(
        user=typed["email"],
        organisation=organisation,
        office=typed["office"],
        may_sign=typed["may_sign"],
        begins_on=today(),
    )
    with attempt(form, otherwise="email"):
        representations.request_representation(asked, by=request.user)
        messages.success(request, _("Uw vraag is verstuurd. Het geldt zodra het programmabureau het bevestigt."))


ASK = "vraag"
ANSWERS: dict[str, tuple[Callable[..., object], Callable[[], str]]] = {
    "bevestig": (representations.confirm_representation, lambda: _("De vertegenwoordiging geldt vanaf nu.")),
    "wijs-af": (representations.refuse_representation, lambda: _("De vertegenwoordiging is niet gegeven.")),
    "stop": (representations.end_representation, lambda: _("De vertegenwoordiging is beëindigd.")),
}
"""The flow behind each button, and the sentence to show afterwards."""


def _answer_request(request: HttpRequest, organisation: Organisation, action: str, key: str) -> str:
    """Call the flow of a button for the representation with that key; returns the sentence of a refusal, or empty."""
    representation = organisation.representations.filter(pk=_parse_key(key)).first()
    flow, build_message = ANSWERS[action]
    return _call_flow(request, flow, representation, build_message)


LINK_ANSWERS: dict[str, tuple[Callable[..., object], Callable[[], str]]] = {
    "bevestig-link": (link_requests.confirm_link, lambda: _("De link is gemaild.")),
    "wijs-link-af": (link_requests.refuse_link, lambda: _("De link is niet gemaild.")),
}
"""The same for a link with which somebody decides for the organisation."""


def _answer_link_request(request: HttpRequest, organisation: Organisation, action: str, key: str) -> str:
    asked = _list_link_requests(organisation).filter(pk=_parse_key(key)).first()
    flow, build_message = LINK_ANSWERS[action]
    return _call_flow(request, flow, asked, build_message)


def _parse_key(key: str) -> int:
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0


def _call_flow(
    request: HttpRequest, flow: Callable[..., object], record: Model | None, build_message: Callable[[], str]
) -> str:
    """Call the flow with the record and say its sentence; returns the sentence of a refusal, or empty."""
    if record is None:
        return _("Dit is intussen al bevestigd of afgewezen.")
    with attempt() as tried:
        flow(record, by=request.user)
        messages.success(request, build_message())
    return tried.message
