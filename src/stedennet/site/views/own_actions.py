"""For who represents an organisation: the actions it works on, and telling how it goes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stedennet.agenda.access import can_tell_progress
from stedennet.agenda.flows import progress, rounds
from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import overview_of
from stedennet.core.clock import today
from stedennet.core.errors import DomainError
from stedennet.network.models import Representation

from .. import agenda_cards
from ..forms.progress import MilestoneForm, StatusForm, UpdateForm


def of_person(user: Any) -> list[dict[str, Any]]:
    """The actions of the edition that holds on which an organisation that `user` represents works."""
    organisations = (
        Representation.objects.on(today()).filter(user_id=user.pk).values_list("organisation_id", flat=True)
    )
    edition = Edition.objects.current()
    if edition is None or not organisations:
        return []
    rows = Commitment.objects.in_edition(edition).of_organisations(organisations).with_parts()
    return [
        {
            **agenda_cards.action(overview_of(one, today=today())),
            "own_url": reverse("own_action", args=[one.action.code]),
        }
        for one in rows
    ]


def rounds_of(user: Any) -> list[dict[str, Any]]:
    """The organisations of `user` that are asked to look at all their actions now."""
    return [
        {
            "organisation": one.organisation.name,
            "closes_on": one.round.closes_on,
            "url": rounds.link_for(one, user),
        }
        for one in rounds.running_for(user)
    ]


@never_cache
@login_required
def own_action(request: HttpRequest, code: str) -> HttpResponse:
    """One action: tell what happened, say that it is still right, or state how it stands."""
    edition = Edition.objects.current()
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    commitment = rows.filter(edition=edition, action__code=code).first()
    if commitment is None:
        raise Http404
    if not can_tell_progress(request.user, commitment, day=today()):
        return render(request, "403.html", status=403)
    what = request.POST.get("wat", "")
    update = UpdateForm(request.POST if what == "voortgang" else None)
    status = StatusForm(request.POST if what == "stand" else None)
    milestones = list(commitment.action.milestones.all())
    milestone = MilestoneForm(request.POST if what == "mijlpaal" else None, milestones=milestones)
    answer = 200
    if request.method == "POST":
        done = _do(request, commitment, what, update, status, milestone)
        if done:
            messages.success(request, done)
            return redirect("own_action", code=code)
        answer = 422
    context = {
        "action": agenda_cards.action(overview_of(commitment, today=today())),
        "milestone_form": milestone if milestones else None,
        "update": update,
        "status_form": status,
    }
    return render(request, "account/action.html", context, status=answer)


def _do(
    request: HttpRequest,
    commitment: Commitment,
    what: str,
    update: UpdateForm,
    status: StatusForm,
    milestone: MilestoneForm,
) -> str:
    """Call the flow for what was asked; what to say when it is done, empty when it was refused."""
    form: forms.Form = {"stand": status, "mijlpaal": milestone}.get(what, update)
    try:
        if what == "klopt":
            progress.confirm(commitment, by=request.user)
            return _("Dank u. Vandaag staat erbij als de dag waarop het is nagekeken.")
        if what == "voortgang" and update.is_valid():
            progress.tell(commitment, by=request.user, **update.cleaned_data)
            return _("Uw bericht staat bij de actie.")
        if what == "stand" and status.is_valid():
            return _state(request, commitment, status.cleaned_data)
        if what == "mijlpaal" and milestone.is_valid():
            data = milestone.cleaned_data
            progress.mark(
                commitment, milestone.there[data["milestone"]], data["state"], by=request.user, on=data["on"]
            )
            return _("De mijlpaal is bijgewerkt.")
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return ""


def _state(request: HttpRequest, commitment: Commitment, data: dict[str, Any]) -> str:
    if data["status"]:
        progress.state(commitment, data["status"], by=request.user, reason=data["reason"])
    else:
        progress.unstate(commitment, by=request.user)
    return _("De stand is gewijzigd.")
