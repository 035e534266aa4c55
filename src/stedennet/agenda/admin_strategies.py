"""The programme office's page with the steps of a version of a strategy, its parties, and the next version."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from stedennet.core.refusals import EDITOR_ROLE, attempt, refuse_office_page
from stedennet.sections.page import SectionedPage

from . import admin_parties
from .access import can_edit_agenda
from .admin_views import NEXT, build_header, render_confirmation
from .consequences import consequences_of_next_version, consequences_of_strategy
from .flows import strategies
from .links import get_strategy_url
from .models import Strategy
from .rules.strategies import STEP_DONE, Step, list_steps
from .step_forms import ReasonForm


@require_admin_access
def manage_strategy_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which steps this version of a strategy can take; a POST takes one, or opens the next version."""
    strategy = get_object_or_404(Strategy.objects.with_parties(), pk=pk)
    if not can_edit_agenda(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    page = SectionedPage(request)
    steps = [_build_step(step, page) for step in list_steps(strategy.status)]
    signatories = list(strategy.signatories.all())
    parties = [admin_parties.build_party_row(party, strategy, page, request.user) for party in signatories]
    error = ""
    if page.pressed and "edit" not in request.POST:
        party = admin_parties.find_pressed_party(page, strategy)
        error = admin_parties.answer_link(request, page, party) if party else _take_step(request, page, strategy)
        if not error and not party and "confirmed" not in request.POST:
            return _confirm_step(request, page, strategy)
        if not error:
            return page.done(_find_next_page(request, page, strategy))
        strategy = Strategy.objects.with_parties().get(pk=pk)
    context = {
        "strategy": strategy,
        "steps": steps,
        "error": error,
        "parties": parties,
        "page_url": get_strategy_url(strategy),
        "tally": admin_parties.count_approvals(strategy, signatories),
        "next": NEXT,
        "page": page,
        **build_header(_name_version(strategy)),
    }
    return render(request, "agenda/strategy_steps.html", context, status=422 if error or page.is_unpressed else 200)


def _name_version(strategy: Strategy) -> str:
    return _("%(title)s, versie %(version)s") % {"title": strategy.title, "version": strategy.version}


def _build_step(step: Step, page: SectionedPage) -> dict[str, object]:
    form: forms.Form | None = page.add(step.value, ReasonForm) if step == Step.WITHDRAW else None
    return {"value": step.value, "label": step.label, "form": form, "is_end": step == Step.WITHDRAW}


def _take_step(request: HttpRequest, page: SectionedPage, strategy: Strategy) -> str:
    """Take the step, or try it if it is not confirmed yet. Returns the error message, or an empty string."""
    form = page.forms.get(page.pressed)
    if page.pressed not in (*Step.values, NEXT):
        return _("Kies wat u met de strategie wilt doen.")
    if form and not form.is_valid():
        return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
    is_confirmed = "confirmed" in request.POST
    with attempt() as tried:
        with transaction.atomic():
            if page.pressed == NEXT:
                strategies.open_version(strategy, by=request.user)
            else:
                data = form.cleaned_data if form else {}
                strategies.take_step(strategy, Step(page.pressed), by=request.user, **data)
            # A dry run: refusals must show up before the page that asks for confirmation.
            transaction.set_rollback(not is_confirmed)
        if is_confirmed:
            done = _("Versie geopend") if page.pressed == NEXT else STEP_DONE[Step(page.pressed)]
            messages.success(request, f"{done}.")
    return tried.message


def _find_next_page(request: HttpRequest, page: SectionedPage, strategy: Strategy) -> str:
    """The steps of the new version, or this page again."""
    if page.pressed != NEXT:
        return request.path
    newest = Strategy.objects.in_line(strategy)[0]
    return reverse("agenda:strategy_steps", args=[newest.pk])


def _confirm_step(request: HttpRequest, page: SectionedPage, strategy: Strategy) -> HttpResponse:
    strategy.refresh_from_db()
    if page.pressed == NEXT:
        label, consequences = _("Open de volgende versie als ontwerp"), consequences_of_next_version(strategy)
    else:
        step = Step(page.pressed)
        label, consequences = str(step.label), consequences_of_strategy(strategy, step)
    return render_confirmation(
        request,
        f"{label}: {_name_version(strategy)}",
        consequences,
        kept=page.sent_fields,
        back_url="",
        preview_url=get_strategy_url(strategy),
        label=label,
    )
