"""The distribution of an item in detail, for the people responsible for it, with a form to add a channel."""

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from stedennet.core.clock import today
from stedennet.core.refusals import attempt
from stedennet.spreading import responses
from stedennet.spreading.access import can_report_dispatch, can_see_dispatch_details
from stedennet.spreading.flows.dispatch_reports import report_dispatch

from .. import addresses
from ..cards import dispatches as dispatch_cards
from ..forms.dispatches import OwnChannelForm

TYPES = {name: subject_type for subject_type, name in dispatch_cards.URL_KINDS.items()}


@login_required
@never_cache
def show_dispatches(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """List each channel, place and day with the responses, and record a channel of the person's own."""
    subject = _find_subject(kind, pk)
    if not can_see_dispatch_details(request.user, subject, day=today()):
        raise PermissionDenied
    form = OwnChannelForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid() and _record_dispatch(request, subject, form):
        return redirect(f"{request.path}?bewaard=1")
    context = {
        "title": str(subject),
        "url": addresses.find_urls([(TYPES[kind], str(pk))]).get((TYPES[kind], str(pk)), ""),
        "rows": dispatch_cards.list_dispatches(subject),
        "unverified": dispatch_cards.list_unverified_sightings(subject),
        "returns": [{"label": label, "many": number} for label, number in responses.count_responses(subject)],
        "form": form if can_report_dispatch(request.user, subject, day=today()) else None,
        "is_kept": "bewaard" in request.GET,
    }
    return render(request, "site/spreading/went.html", context, status=422 if form.errors else 200)


def _find_subject(kind: str, pk: int) -> Model:
    if kind not in TYPES:
        raise Http404
    return get_object_or_404(apps.get_model(TYPES[kind]), pk=pk)


def _record_dispatch(request: HttpRequest, subject: Model, form: OwnChannelForm) -> bool:
    with attempt(form) as tried:
        report_dispatch(subject, **form.cleaned_data, by=request.user)
    return not tried.error
