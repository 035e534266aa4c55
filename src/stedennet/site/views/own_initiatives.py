"""Keeping an initiative true: by the personal link, or signed in for the lead organisation or as an editor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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

from ..forms.initiatives import InitiativeForm, initial_of
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
    data = request.POST if request.method == "POST" and request.POST.get("wat") == "opslaan" else None
    form = InitiativeForm(data, initial=initial_of(one, initiatives.format_lists(one)))
    status, refusal = 200, ""
    if request.method == "POST" and may:
        status = 422
        try:
            if _change_initiative(request, one, form, by):
                return redirect(request.path)
        except RefusedFields as error:
            for field, sentence in error.fields.items():
                form.add_error(field if field in form.fields else None, sentence)
        except DomainError as error:
            if data is None:
                refusal = error.message
            else:
                form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {
        "title": one.name,
        "state": one.state,
        "state_label": one.get_state_display(),
        "state_words": one.state_words,
        "page_url": reverse("initiative", args=[one.slug]) if one.state in PUBLIC else "",
        "may": may,
        "can_resubmit": Step.RESUBMIT in list_steps(one.state, by=AUTHOR),
        "next_review_on": one.next_review_on,
        "reuses_url": reverse("initiative_reuses", args=[one.slug]),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "site/initiatives/own.html", context, status=status)


def _change_initiative(request: HttpRequest, one: Initiative, form: InitiativeForm, by: Actor) -> bool:
    what = request.POST.get("wat", "")
    if what == "klopt":
        initiatives.confirm_initiative(one, by=by)
        messages.success(request, _("Dank u. Vandaag staat erbij als de dag waarop het is nagekeken."))
        return True
    if what == "opnieuw":
        reviews.take_initiative_step(one, Step.RESUBMIT, by=by, words=request.POST.get("words", ""))
        messages.success(request, _("Het is opnieuw ingestuurd."))
        return True
    if what == "opslaan" and form.is_valid():
        initiatives.update_initiative(one, form.facts, by=by, seen=form.cleaned_data["seen"])
        messages.success(request, _("Opgeslagen."))
        return True
    return False
