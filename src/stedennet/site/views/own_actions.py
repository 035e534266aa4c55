"""For who represents an organisation: the actions it works on, and telling how it goes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.agenda.access import can_update_progress
from stedennet.agenda.flows import contacts, progress, rounds
from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import build_overview
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import DomainError
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.network.access import organisations_of
from stedennet.sections.page import SectionedPage

from ..cards import agenda as agenda_cards
from ..forms.progress import MeasurementForm, MilestoneForm, ProgressForm, StatusForm
from ..secret_pages import keep_address_secret


def list_own_actions(user: Any) -> list[dict[str, Any]]:
    """The actions of the edition that holds on which an organisation that `user` represents works."""
    organisations = list(organisations_of(user, day=today()))
    edition = Edition.objects.current()
    if edition is None or not organisations:
        return []
    rows = Commitment.objects.in_edition(edition).of_organisations(organisations).with_parts()
    return [
        {
            **agenda_cards.build_action_card(build_overview(one, today=today())),
            "own_url": reverse("own_action", args=[one.action.code]),
        }
        for one in rows
    ]


def list_open_rounds(user: Any) -> list[dict[str, Any]]:
    """The organisations of `user` that are asked to look at all their actions now."""
    return [
        {
            "organisation": one.organisation.name,
            "closes_on": one.round.closes_on,
            "url": rounds.build_round_link(one, user),
        }
        for one in rounds.list_open_requests(user)
    ]


@never_cache
@login_required
def update_action_by_account(request: HttpRequest, code: str) -> HttpResponse:
    """One action: tell what happened, say that it is still right, or state how it stands."""
    edition = Edition.objects.current()
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    commitment = rows.filter(edition=edition, action__code=code).first()
    if commitment is None:
        raise Http404
    if not can_update_progress(request.user, commitment, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _handle_update(request, commitment, "account/action.html", by=request.user)


# As for other secret links: without a referrer the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def update_action_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for the action's contact, who came by the link in a reminder and needs no account."""
    found = contacts.find_action_by_link(token)
    if found is None:
        return render(request, "site/agenda/contact_closed.html", status=410)
    commitment, contact = found
    return _handle_update(request, commitment, "site/agenda/contact.html", by=contact)


def _handle_update(request: HttpRequest, commitment: Commitment, template: str, *, by: Actor) -> HttpResponse:
    milestones = list(commitment.action.milestones.all())
    indicators = list(commitment.action.indicators.all())
    page = SectionedPage(request)
    update = page.add("voortgang", ProgressForm)
    stated = page.add("stand", StatusForm)
    milestone = page.add("mijlpaal", MilestoneForm, milestones=milestones) if milestones else None
    measure = page.add("meting", MeasurementForm, indicators=indicators) if indicators else None
    if request.method == "POST" and (
        said := _record_update(commitment, page.pressed, page.forms.get(page.pressed), by)
    ):
        messages.success(request, said)
        return page.done(request.path)
    context = {
        "action": agenda_cards.build_action_card(build_overview(commitment, today=today())),
        "milestone_form": milestone,
        "measure_form": measure,
        "indicators": [agenda_cards.build_indicator_card(one, today=today()) for one in indicators],
        "update": update,
        "status_form": stated,
        "page": page,
    }
    return render(request, template, context, status=422 if page.is_sent else 200)


Handlers = dict[str, Callable[[Commitment, Any, Any], str]]
"""For each button what it does with the commitment, its form and the person; the answer is what to say then."""


def _record_update(commitment: Commitment, what: str, sent: forms.Form | None, by: Actor) -> str:
    """Call the flow for what was asked; what to say when it is done, empty when it was refused."""
    if what not in HANDLERS or (sent is None) != (what == CONFIRM) or (sent is not None and not sent.is_valid()):
        return ""
    try:
        return HANDLERS[what](commitment, sent, by)
    except DomainError as error:
        if sent is not None:
            sent.add_error(error.field if error.field in sent.fields else None, error.message)
    return ""


def _confirm_action(commitment: Commitment, _form: Any, by: Actor) -> str:
    progress.confirm_action(commitment, by=by)
    return _("Dank u. Vandaag staat erbij als de dag waarop het is nagekeken.")


def _record_progress(commitment: Commitment, form: ProgressForm, by: Actor) -> str:
    progress.record_progress_update(commitment, by=by, **form.cleaned_data)
    return _("Uw bericht staat bij de actie.")


def _record_status(commitment: Commitment, form: StatusForm, by: Actor) -> str:
    data = form.cleaned_data
    if data["status"]:
        progress.state_status(commitment, data["status"], by=by, reason=data["reason"])
    else:
        progress.withdraw_stated_status(commitment, by=by)
    return _("De status is gewijzigd.")


def _update_milestone(commitment: Commitment, form: MilestoneForm, by: Actor) -> str:
    data = form.cleaned_data
    progress.set_milestone_state(commitment, form.there[data["milestone"]], data["state"], by=by, on=data["on"])
    return _("De mijlpaal is bijgewerkt.")


def _record_measurement(commitment: Commitment, form: MeasurementForm, by: Actor) -> str:
    data = dict(form.cleaned_data)
    indicator = form.there[data.pop("indicator")]
    progress.record_measurement(commitment, indicator, data.pop("value"), by=by, **data)
    return _("De waarde staat erbij.")


CONFIRM = "klopt"
HANDLERS: Handlers = {
    CONFIRM: _confirm_action,
    "voortgang": _record_progress,
    "stand": _record_status,
    "mijlpaal": _update_milestone,
    "meting": _record_measurement,
}
