"""The owner's page of an initiative: by personal link, or signed in for the lead organisation or as an editor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.accounts.models import User
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.core.refusals import REPRESENTATIVE_ROLE, attempt, refuse_page
from stedennet.initiatives.access import can_edit
from stedennet.initiatives.flows import initiatives, reviews
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.personal_links import INITIATIVE_LINK
from stedennet.initiatives.rules.states import AUTHOR, PUBLIC, Step, list_steps
from stedennet.sections.page import SectionedPage

from ..cards import initiatives as initiative_cards
from ..forms.initiatives import InitiativeForm, ResubmitForm, build_initial_values
from ..secret_pages import keep_address_secret


def list_own_initiatives(user: User) -> list[dict[str, object]]:
    """List the initiatives of the organisations that `user` represents."""
    return [
        {
            "title": initiative.name,
            "state_label": initiative.get_state_display(),
            "url": reverse("own_initiative", args=[initiative.slug]),
        }
        for initiative in initiatives.list_own_initiatives(user)
    ]


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def manage_initiative_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page to whoever submitted or claimed the initiative, without an account."""
    initiative = INITIATIVE_LINK.find(token)
    if initiative is None:
        raise Http404
    return _handle_initiative_page(request, initiative, LinkHolder(Initiative, initiative.pk))


@never_cache
@login_required
def manage_initiative_by_account(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page to representatives of the lead organisation and to editors."""
    initiative = get_object_or_404(Initiative.objects.select_related("lead"), slug=slug)
    if not can_edit(request.user, initiative, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _handle_initiative_page(request, initiative, request.user)


def _handle_initiative_page(request: HttpRequest, initiative: Initiative, by: Actor) -> HttpResponse:
    can_change = can_edit(by, initiative, day=today())
    page = SectionedPage(request)
    form = page.add("opslaan", InitiativeForm, initial=build_initial_values(initiative))
    can_resubmit = Step.RESUBMIT in list_steps(initiative.state, by=AUTHOR)
    resubmit_form = page.add("opnieuw", ResubmitForm) if can_resubmit else None
    refusal = ""
    if page.is_sent and can_change:
        with attempt(form) as tried:
            if _change_initiative(request, initiative, page, by):
                return page.done(request.path)
        refusal = "" if form.is_bound else tried.message
    context = {
        "title": initiative.name,
        "state": initiative.state,
        "state_label": initiative.get_state_display(),
        "state_words": initiative.state_words,
        "page_url": reverse("initiative", args=[initiative.slug]) if initiative.state in PUBLIC else "",
        "missing": ", ".join(initiative_cards.list_missing_needs(initiative)),
        "may": can_change,
        "words": resubmit_form,
        "next_review_on": initiative.next_review_on,
        "reuses_url": reverse("initiative_reuses", args=[initiative.slug]),
        "form": form,
        "refusal": refusal,
        "page": page,
    }
    return render(request, "site/initiatives/own.html", context, status=422 if page.is_sent and can_change else 200)


def _change_initiative(request: HttpRequest, initiative: Initiative, page: SectionedPage, by: Actor) -> bool:
    pressed, form = page.pressed, page.forms.get(page.pressed)
    if pressed == "klopt":
        initiatives.confirm_initiative(initiative, by=by)
        messages.success(request, _("Dank u. Vandaag staat erbij als de dag waarop het is nagekeken."))
        return True
    if pressed == "opnieuw":
        words = form.cleaned_data["words"] if form and form.is_valid() else ""
        reviews.take_initiative_step(initiative, Step.RESUBMIT, by=by, words=words)
        messages.success(request, _("Het is opnieuw ingestuurd."))
        return True
    if isinstance(form, InitiativeForm) and form.is_valid():
        initiatives.update_initiative(initiative, form.facts, by=by, seen=form.cleaned_data["seen"])
        messages.success(request, _("Opgeslagen."))
        return True
    return False
