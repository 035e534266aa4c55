"""Reuse: a city says that it takes over an initiative; the owner of the source confirms or disputes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stedennet.core.clock import today
from stedennet.core.errors import DomainError, RefusedFields
from stedennet.initiatives.access import can_answer_adoption, can_review
from stedennet.initiatives.flows import adoptions
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.choices import Verdict
from stedennet.network.models import Organisation, Representation
from stedennet.sections.page import SectionedPage

from ..cards import initiatives as initiative_cards
from ..forms.initiatives import AdoptionAnswerForm, AdoptionForm


def list_adoptions_to_answer(user: Any) -> list[dict[str, Any]]:
    """The adoptions that this person has to confirm or dispute."""
    return [
        {
            "organisation": one.organisation.name,
            "title": one.initiative.name,
            "url": reverse("initiative_reuses", args=[one.initiative.slug]),
        }
        for one in adoptions.list_unanswered_adoptions(user)
    ]


@never_cache
@login_required
def submit_adoption(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one's organisation reuses it."""
    one = get_object_or_404(Initiative.objects.published(), slug=slug)
    form = AdoptionForm(
        request.POST or None, organisations=_list_own_organisations(request.user, one), adoptions=one.adoptions.all()
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        organisation = data.pop("organisation")
        data["since_on"], data["since_precision"] = data.pop("since")
        try:
            adoptions.submit_adoption(one, organisation, AdoptionData(**data), by=request.user)
            messages.success(request, _("Het staat erbij. De eigenaar krijgt de vraag om het te bevestigen."))
            return redirect("initiative_reuses", slug=slug)
        except RefusedFields as error:
            for field, sentence in error.fields.items():
                form.add_error(field if field in form.fields else None, sentence)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {"initiative": initiative_cards.build_initiative_brief(one), "form": form}
    return render(request, "site/initiatives/reuse.html", context, status=422 if form.errors else 200)


def _list_own_organisations(user: Any, one: Initiative) -> Any:
    rows = Organisation.objects.on(today()).exclude(pk=one.lead_id or 0)
    if can_review(user):
        return rows.order_by("name")
    keys = Representation.objects.on(today()).filter(user_id=user.pk).values("organisation")
    return rows.filter(pk__in=keys).order_by("name")


@never_cache
@login_required
def answer_adoptions(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reuses it; the owner of each source confirms or disputes here."""
    one = get_object_or_404(Initiative.objects.readable().select_related("lead"), slug=slug)
    rows = list(one.adoptions.select_related("organisation", "of__organisation", "initiative__lead"))
    page = SectionedPage(request)
    shown = [_build_row(request, page, row) for row in rows]
    if page.is_sent and _judge(request, page, rows):
        return page.done(request.path)
    context = {"initiative": initiative_cards.build_initiative_brief(one), "adoptions": shown, "page": page}
    return render(request, "site/initiatives/verdicts.html", context, status=422 if page.is_sent else 200)


CONFIRM, DISPUTE = "bevestig", "betwist"
"""The buttons, each with the key of the adoption behind it."""


def _judge(request: HttpRequest, page: SectionedPage, rows: list[Adoption]) -> bool:
    """Confirm or dispute what was pressed; False when that cannot be, with the reason in its form."""
    act, _dash, key = page.pressed.partition("-")
    chosen = next((row for row in rows if str(row.pk) == key), None)
    form = page.forms.get(f"{DISPUTE}-{key}")
    words = form.cleaned_data["words"] if form and act == DISPUTE and form.is_valid() else ""
    if chosen is None or act not in (CONFIRM, DISPUTE) or (form and form.is_bound and form.errors):
        return False
    try:
        verdict = Verdict.DISPUTED if act == DISPUTE else Verdict.CONFIRMED
        adoptions.answer_adoption(chosen, verdict, by=request.user, words=words)
    except DomainError as error:
        if form and form.is_bound:
            form.add_error("words", error.message)
        else:
            messages.error(request, error.message)
        return False
    messages.success(request, _("Vastgelegd."))
    return True


def _build_row(request: HttpRequest, page: SectionedPage, row: Adoption) -> dict[str, Any]:
    may = can_answer_adoption(request.user, row, day=today())
    return {
        **initiative_cards.build_adoption_card(row),
        "of": row.of.organisation.name if row.of else "",
        "form": page.add(f"{DISPUTE}-{row.pk}", AdoptionAnswerForm) if may else None,
    }
