"""The admin pages for reviewing calls: the list, and one call with its four questions."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.errors import DomainError, Refused
from stedennet.core.refusals import EDITOR_OR_MODERATOR_ROLE, attempt, refuse_office_page
from stedennet.intake.reasons import append_chosen_reason, list_reasons

from .access import can_review
from .entered_fields import list_entered_fields
from .flows import reviews
from .links import get_url
from .models import Call
from .rules.reviews import LEVELS, MAX_SCORE, MIN_SCORE, QUESTIONS, build_advice
from .rules.states import EDITOR, State, Step, list_steps

PER_PAGE = 50


@require_admin_access
def list_calls(request: HttpRequest) -> HttpResponse:
    """List the calls in one state, by default those awaiting review."""
    if not can_review(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    state = request.GET.get("stand", "")
    calls = Call.objects.filter(state=state if state in State.values else State.CONFIRMED)
    context = {
        "page_obj": Paginator(calls.order_by("-state_at", "-id"), PER_PAGE).get_page(request.GET.get("p")),
        "states": State.choices,
        "state": state,
        **_build_header(_("Oproepen")),
    }
    return render(request, "calls/list.html", context)


@require_admin_access
def review_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call with the four questions and its possible steps; POST takes a step."""
    if not can_review(request.user):
        return refuse_office_page(request, EDITOR_OR_MODERATOR_ROLE)
    call = get_object_or_404(Call.objects.with_cards().select_related("submission"), pk=pk)
    error: DomainError = Refused("")
    is_choosing = "choose" in request.POST
    if request.method == "POST" and not is_choosing:
        error = _take_step(request, call)
        if not error.message:
            return redirect("calls:detail", pk=pk)
    context = {
        "call": call,
        "everything": list_entered_fields(call),
        "advice": build_advice(call.scores, below=settings.CALL_ADVICE_BELOW),
        "decisions": _list_decisions(call),
        "questions": _build_questions(request, call),
        "scores": [str(score) for score in range(MIN_SCORE, MAX_SCORE + 1)],
        "advice_below": settings.CALL_ADVICE_BELOW,
        "own_url": get_url("edit", call.slug, "nl"),
        "reasons": list_reasons("call"),
        "words": append_chosen_reason(request.POST, field="words", language=call.language),
        "error": error,
        **_build_header(call.title),
    }
    return render(request, "calls/detail.html", context, status=422 if error.message else 200)


def _list_decisions(call: Call) -> dict[str, list[dict[str, str]]]:
    """The steps that an editor can take now: publishing, and separately all others."""
    steps = [{"value": step.value, "label": str(step.label)} for step in list_steps(call.state, by=EDITOR)]
    return {
        "publish": [step for step in steps if step["value"] == Step.PUBLISH],
        "other": [step for step in steps if step["value"] != Step.PUBLISH],
    }


def _build_questions(request: HttpRequest, call: Call) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "label": label,
            "levels": LEVELS[name],
            "score": str(request.POST.get(name, call.scores.get(name, ""))),
        }
        for name, label in QUESTIONS.items()
    ]


def _take_step(request: HttpRequest, call: Call) -> DomainError:
    """Take the step whose button was pressed. Returns the refusal; its message is empty on success."""
    step = request.POST.get("step", "")
    if step not in Step.values:
        return Refused(_("Kies wat u met de oproep wilt doen."))
    with attempt() as tried:
        reviewed = reviews.take_call_step(
            call, Step(step), by=request.user, words=request.POST.get("words", ""), scores=_parse_scores(request)
        )
        is_public = reviewed.state == State.PUBLISHED
        messages.success(request, _("Gepubliceerd.") if is_public else f"{capfirst(State(reviewed.state).label)}.")
    return tried.error or Refused("")


def _parse_scores(request: HttpRequest) -> dict[str, int]:
    typed = {name: request.POST.get(name, "") for name in QUESTIONS}
    return {
        name: int(value) for name, value in typed.items() if value in {str(n) for n in range(MIN_SCORE, MAX_SCORE + 1)}
    }


def _build_header(title: str) -> dict[str, object]:
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": reverse("calls:list"), "label": _("Oproepen")}]
    return {"header_title": title, "header_icon": "comment", "breadcrumbs_items": crumbs}
