"""Keeping an initiative true: by the personal link, or signed in for the lead organisation or as an editor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.core.errors import DomainError, RefusedFields
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.initiatives.access import can_edit
from stedennet.initiatives.flows import initiatives, reviews
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.rules.states import AUTHOR, PUBLIC, Step, list_steps
from stedennet.sections.page import SectionedPage

from ..forms.initiatives import InitiativeForm, ResubmitForm, initial_of
from ..secret_pages import keep_address_secret


def list_own_initiatives(user: Any) -> list[dict[str, Any]]:
    """The initiatives of the organisations that `user` represents."""
    return [
        {"title": one.name, "state_label": one.get_state_display(), "url": reverse("own_initiative", args=[one.slug])}
        for one in initiatives.list_own_initiatives(user)
    ]


# As for other secret links: without a referrer the browser's “Origin: null” would fail Django's check.
@csrf_exempt
@never_cache
@keep_address_secret
def manage_initiative_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Who told of it, or took it over, without an account."""
    one = initiatives.find_initiative_by_link(token)
    if one is None:
        raise Http404
    return _handle_initiative_page(request, one, LinkHolder(Initiative, one.pk))


@never_cache
@login_required
def manage_initiative_by_account(request: HttpRequest, slug: str) -> HttpResponse:
    """Who represents the lead organisation, and editors."""
    one = get_object_or_404(Initiative.objects.select_related("lead"), slug=slug)
    if not can_edit(request.user, one, day=today()):
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return _handle_initiative_page(request, one, request.user)


def _handle_initiative_page(request: HttpRequest, one: Initiative, by: Actor) -> HttpResponse:
    may = can_edit(by, one, day=today())
    page = SectionedPage(request)
    form = page.add("opslaan", InitiativeForm, initial=initial_of(one, initiatives.format_lists(one)))
    can_resubmit = Step.RESUBMIT in list_steps(one.state, by=AUTHOR)
    words = page.add("opnieuw", ResubmitForm) if can_resubmit else None
    refusal = ""
    if page.is_sent and may:
        try:
            if _change_initiative(request, one, page, by):
                return page.done(request.path)
        except RefusedFields as error:
            for field, sentence in error.fields.items():
                form.add_error(field if field in form.fields else None, sentence)
        except DomainError as error:
            if form.is_bound:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                refusal = error.message
    context = {
        "title": one.name,
        "state": one.state,
        "state_label": one.get_state_display(),
        "state_words": one.state_words,
        "page_url": reverse("initiative", args=[one.slug]) if one.state in PUBLIC else "",
        "may": may,
        "words": words,
        "next_review_on": one.next_review_on,
        "reuses_url": reverse("initiative_reuses", args=[one.slug]),
        "form": form,
        "refusal": refusal,
        "page": page,
    }
    return render(request, "site/initiatives/own.html", context, status=422 if page.is_sent and may else 200)


def _change_initiative(request: HttpRequest, one: Initiative, page: SectionedPage, by: Actor) -> bool:
    what, form = page.pressed, page.forms.get(page.pressed)
    if what == "klopt":
        initiatives.confirm_initiative(one, by=by)
        messages.success(request, _("Dank u. Vandaag staat erbij als de dag waarop het is nagekeken."))
        return True
    if what == "opnieuw":
        words = form.cleaned_data["words"] if form and form.is_valid() else ""
        reviews.take_initiative_step(one, Step.RESUBMIT, by=by, words=words)
        messages.success(request, _("Het is opnieuw ingestuurd."))
        return True
    if isinstance(form, InitiativeForm) and form.is_valid():
        initiatives.update_initiative(one, form.facts, by=by, seen=form.cleaned_data["seen"])
        messages.success(request, _("Opgeslagen."))
        return True
    return False
