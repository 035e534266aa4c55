"""The actions on which a representative's organisation works, and reporting their progress."""

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

from stedennet.accounts.models import User
from stedennet.agenda.access import can_update_progress
from stedennet.agenda.flows import budgets, contacts, progress, rounds
from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import build_overview
from stedennet.agenda.personal_links import ROUND_LINK, LinkedRequest
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.refusals import REPRESENTATIVE_ROLE, attempt, refuse_page
from stedennet.network.access import organisations_of
from stedennet.sections.page import SectionedPage

from ..cards import agenda as agenda_cards
from ..forms.progress import MeasurementForm, MilestoneForm, ProgressForm, SpendingForm, StatusForm
from ..secret_pages import keep_address_secret


def list_own_actions(user: Actor) -> list[dict[str, object]]:
    """List the actions of the current edition on which an organisation that `user` represents works."""
    organisations = list(organisations_of(user, day=today()))
    edition = Edition.objects.current()
    if edition is None or not organisations:
        return []
    commitments = Commitment.objects.in_edition(edition).of_organisations(organisations).with_parts()
    return [
        {
            **agenda_cards.build_action_card(build_overview(commitment, today=today())),
            "own_url": reverse("own_action", args=[commitment.action.code]),
        }
        for commitment in commitments
    ]


def list_open_rounds(user: User) -> list[dict[str, object]]:
    """List the organisations of `user` that are asked to review all their actions now."""
    return [
        {
            "organisation": round_request.organisation.name,
            "closes_on": round_request.round.closes_on,
            "url": ROUND_LINK.url(LinkedRequest(round_request, user), "nl"),
        }
        for round_request in rounds.list_open_requests(user)
    ]


@never_cache
@login_required
def update_action_by_account(request: HttpRequest, code: str) -> HttpResponse:
    """Show one action, to record progress, confirm that it is still right, or state its status."""
    edition = Edition.objects.current()
    commitments = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    commitment = commitments.filter(edition=edition, action__code=code).first()
    if commitment is None:
        raise Http404
    if not can_update_progress(request.user, commitment, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _handle_update(request, commitment, "account/action.html", by=request.user)


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def update_action_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the same to the action's contact, who follows the link in a reminder and needs no account."""
    linked_action = contacts.find_action_by_link(token)
    if linked_action is None:
        return render(request, "site/agenda/contact_closed.html", status=410)
    commitment, contact = linked_action
    return _handle_update(request, commitment, "site/agenda/contact.html", by=contact)


def _handle_update(request: HttpRequest, commitment: Commitment, template: str, *, by: Actor) -> HttpResponse:
    milestones = list(commitment.action.milestones.all())
    indicators = list(commitment.action.indicators.all())
    page = SectionedPage(request)
    progress_form = page.add("voortgang", ProgressForm)
    status_form = page.add("stand", StatusForm)
    milestone_form = page.add("mijlpaal", MilestoneForm, milestones=milestones) if milestones else None
    measurement_form = page.add("meting", MeasurementForm, indicators=indicators) if indicators else None
    spending_form = page.add("besteding", SpendingForm)
    if request.method == "POST" and (
        confirmation := _record_update(commitment, page.pressed, page.forms.get(page.pressed), by)
    ):
        messages.success(request, confirmation)
        return page.done(request.path)
    context = {
        "action": agenda_cards.build_action_card(build_overview(commitment, today=today())),
        "milestone_form": milestone_form,
        "measure_form": measurement_form,
        "indicators": [agenda_cards.build_indicator_card(indicator, today=today()) for indicator in indicators],
        "spending_form": spending_form,
        "spent": [str(amount) for amount in commitment.action.spent_amounts.select_related("payer")],
        "update": progress_form,
        "status_form": status_form,
        "page": page,
    }
    return render(request, template, context, status=422 if page.is_sent else 200)


Handlers = dict[str, Callable[[Commitment, Any, Actor], str]]
"""The handler behind each button: takes the commitment, its form and the actor; returns the sentence to show."""


def _record_update(commitment: Commitment, pressed: str, form: forms.Form | None, by: Actor) -> str:
    """Call the flow for the button; returns the sentence to show, empty when it was refused."""
    if pressed not in HANDLERS or (form is None) != (pressed == CONFIRM) or (form is not None and not form.is_valid()):
        return ""
    with attempt(form):
        return HANDLERS[pressed](commitment, form, by)
    return ""


def _confirm_action(commitment: Commitment, _form: None, by: Actor) -> str:
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
    progress.set_milestone_state(
        commitment, form.choices_by_key[data["milestone"]], data["state"], by=by, on=data["on"]
    )
    return _("De mijlpaal is bijgewerkt.")


def _record_measurement(commitment: Commitment, form: MeasurementForm, by: Actor) -> str:
    data = dict(form.cleaned_data)
    indicator = form.choices_by_key[data.pop("indicator")]
    progress.record_measurement(commitment, indicator, data.pop("value"), by=by, **data)
    return _("De waarde staat erbij.")


def _record_spending(commitment: Commitment, form: SpendingForm, by: Actor) -> str:
    budgets.record_spending(commitment, by=by, **form.cleaned_data)
    return _("Het bedrag staat erbij.")


CONFIRM = "klopt"
HANDLERS: Handlers = {
    CONFIRM: _confirm_action,
    "voortgang": _record_progress,
    "stand": _record_status,
    "mijlpaal": _update_milestone,
    "meting": _record_measurement,
    "besteding": _record_spending,
}
