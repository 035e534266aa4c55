"""Reuse: an organisation reports that it adopted an initiative, and the owner of the source confirms or disputes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.accounts.models import User
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.refusals import attempt
from stedennet.core.typed_text import clean_line
from stedennet.initiatives.access import can_answer_adoption, can_review
from stedennet.initiatives.flows import adoptions, follow_ups
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.flows.follow_ups import FollowUpAnswer
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.personal_links import FOLLOW_UP_LINK
from stedennet.initiatives.rules.choices import Verdict
from stedennet.network.models import Organisation, Representation
from stedennet.sections.page import SectionedPage
from stedennet.yields.access import find_own_sides

from ..cards import initiatives as initiative_cards
from ..forms.initiatives import AdoptionAnswerForm, AdoptionForm, FollowUpForm
from ..secret_pages import keep_address_secret


def list_adoptions_to_answer(user: User) -> list[dict[str, object]]:
    """The adoptions awaiting an answer from this person, each with the page to answer on."""
    return [
        {
            "organisation": adoption.organisation.name,
            "title": adoption.initiative.name,
            "url": reverse("initiative_reuses", args=[adoption.initiative.slug]),
        }
        for adoption in adoptions.list_unanswered_adoptions(user)
    ]


@never_cache
@login_required
def submit_adoption(request: HttpRequest, slug: str) -> HttpResponse:
    """Report that an organisation of the signed-in person reuses an initiative."""
    initiative = get_object_or_404(Initiative.objects.published(), slug=slug)
    form = AdoptionForm(
        request.POST or None,
        organisations=_list_own_organisations(request.user, initiative),
        adoptions=initiative.adoptions.all(),
        chosen=clean_line(request.GET.get("organisatie", "")),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        organisation = data.pop("organisation")
        data["since_on"], data["since_precision"] = data.pop("since")
        with attempt(form):
            adoptions.submit_adoption(initiative, organisation, AdoptionData(**data), by=request.user)
            messages.success(request, _("Het staat erbij. De eigenaar krijgt de vraag om het te bevestigen."))
            return redirect("initiative_reuses", slug=slug)
    context = {"initiative": initiative_cards.build_initiative_brief(initiative), "form": form}
    return render(request, "site/initiatives/reuse.html", context, status=422 if form.errors else 200)


def _list_own_organisations(user: Actor, initiative: Initiative) -> QuerySet[Organisation]:
    organisations = Organisation.objects.on(today()).exclude(pk=initiative.lead_id or 0)
    if can_review(user):
        return organisations.order_by("name")
    own_keys = Representation.objects.on(today()).filter(user_id=user.pk or 0).values("organisation")
    return organisations.filter(pk__in=own_keys).order_by("name")


@never_cache
@login_required
def answer_adoptions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the adoptions of an initiative, and let the owner of each source confirm or dispute them."""
    initiative = get_object_or_404(Initiative.objects.readable().select_related("lead"), slug=slug)
    shown_adoptions = list(initiative.adoptions.select_related("organisation", "of__organisation", "initiative__lead"))
    page = SectionedPage(request)
    cards = [_build_row(request, page, adoption) for adoption in shown_adoptions]
    if page.is_sent and _judge(request, page, shown_adoptions):
        return page.done(request.path)
    context = {"initiative": initiative_cards.build_initiative_brief(initiative), "adoptions": cards, "page": page}
    return render(request, "site/initiatives/verdicts.html", context, status=422 if page.is_sent else 200)


CONFIRM, DISPUTE = "bevestig", "betwist"
"""Names of the buttons; each is followed by a dash and the key of the adoption."""


def _judge(request: HttpRequest, page: SectionedPage, shown_adoptions: list[Adoption]) -> bool:
    """Confirm or dispute the adoption whose button was pressed; False when refused, with the reason in its form."""
    action, _dash, key = page.pressed.partition("-")
    chosen = next((adoption for adoption in shown_adoptions if str(adoption.pk) == key), None)
    form = page.forms.get(f"{DISPUTE}-{key}")
    words = form.cleaned_data["words"] if form and action == DISPUTE and form.is_valid() else ""
    if chosen is None or action not in (CONFIRM, DISPUTE) or (form and form.is_bound and form.errors):
        return False
    with attempt(form, otherwise="words") as tried:
        verdict = Verdict.DISPUTED if action == DISPUTE else Verdict.CONFIRMED
        adoptions.answer_adoption(chosen, verdict, by=request.user, words=words)
        messages.success(request, _("Vastgelegd."))
        return True
    if not (form and form.is_bound):
        messages.error(request, tried.message)
    return False


def _build_row(request: HttpRequest, page: SectionedPage, adoption: Adoption) -> dict[str, object]:
    may_answer = can_answer_adoption(request.user, adoption, day=today())
    is_confirmed = adoption.verdict == Verdict.CONFIRMED
    speaks = is_confirmed and bool(find_own_sides(adoption, request.user, day=today()))
    return {
        **initiative_cards.build_adoption_card(adoption),
        "of": adoption.of.organisation.name if adoption.of else "",
        "may_report": speaks,
        "form": page.add(f"{DISPUTE}-{adoption.pk}", AdoptionAnswerForm) if may_answer else None,
    }


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def answer_follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """Record how an adoption goes, by personal link; what was answered before stands in the form."""
    linked = FOLLOW_UP_LINK.find(token)
    if linked is None:
        return render(request, "site/initiatives/follow_up_closed.html", status=410)
    follow_up, adoption = linked.follow_up, linked.follow_up.adoption
    names = FollowUpForm.base_fields
    form = FollowUpForm(request.POST or None, initial={name: getattr(follow_up, name) for name in names})
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            follow_ups.answer_follow_up(follow_up, FollowUpAnswer(**form.cleaned_data), by=linked.by)
            messages.success(request, _("Dank u. Uw antwoord staat op de pagina van het initiatief."))
            return redirect("adoption_follow_up", token=token)
    context = {
        "initiative": initiative_cards.build_initiative_brief(adoption.initiative),
        "organisation": adoption.organisation.name,
        "answered_at": follow_up.answered_at,
        "form": form,
    }
    return render(request, "site/initiatives/follow_up.html", context, status=422 if form.errors else 200)
