"""The page of an update round: all actions of one organisation, by a personal link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.agenda.flows import rounds
from stedennet.agenda.overview import build_overview
from stedennet.agenda.personal_links import ROUND_LINK, LinkedRequest
from stedennet.core.clock import today
from stedennet.core.errors import RefusedFields
from stedennet.core.refusals import attempt, refuse

from ..cards import agenda as agenda_cards
from ..forms.rounds import RoundRowForm
from ..secret_pages import keep_address_secret


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def answer_round(request: HttpRequest, token: str) -> HttpResponse:
    """Record for each action that it is still right, what changed, or that it stopped."""
    linked_request = ROUND_LINK.find(token)
    if linked_request is None:
        return render(request, "site/agenda/update_closed.html", status=410)
    commitments = rounds.list_request_actions(linked_request.request)
    forms = [
        RoundRowForm(commitment, request.POST if request.method == "POST" else None) for commitment in commitments
    ]
    status = 200
    if request.method == "POST":
        status = 422
        valid = [form.is_valid() for form in forms]
        if all(valid) and _record_answers(request, linked_request, forms):
            return redirect("update_round", token=token)
    day = today()
    context = {
        "organisation": linked_request.request.organisation.name,
        "closes_on": linked_request.request.round.closes_on,
        "is_answered": linked_request.request.answered_at is not None,
        "is_wrong": status == 422,
        "rows": [
            {"action": agenda_cards.build_action_card(build_overview(commitment, today=day)), "form": form}
            for commitment, form in zip(commitments, forms, strict=True)
        ],
    }
    return render(request, "site/agenda/update_round.html", context, status=status)


def _record_answers(request: HttpRequest, linked_request: LinkedRequest, forms: list[RoundRowForm]) -> bool:
    with attempt() as tried:
        all_looked_at = rounds.submit_answers(linked_request, [form.answer for form in forms])
    if tried.error:
        for form in forms:
            start = f"{form.code}-"
            own = {name: text for name, text in tried.sentences.items() if name.startswith(start)}
            refuse(form, RefusedFields({name.removeprefix(start): text for name, text in own.items()}))
        return False
    if all_looked_at:
        messages.success(request, _("Dank u. Al uw acties zijn nagekeken."))
    else:
        messages.success(request, _("Dank u, het is opgeslagen. Nog niet alles is nagekeken: kom later terug."))
    return True
