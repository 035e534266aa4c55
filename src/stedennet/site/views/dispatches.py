"""Where a thing went, in detail: for who is responsible for it, with a form for a channel of their own."""

from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from stedennet.core.clock import today
from stedennet.core.errors import DomainError
from stedennet.spreading import returns
from stedennet.spreading.access import can_note, can_see_detail
from stedennet.spreading.flows.telling import tell

from .. import addresses, dispatch_cards
from ..forms.dispatches import OwnChannelForm

TYPES = {name: subject_type for subject_type, name in dispatch_cards.NAMES.items()}


@login_required
@never_cache
def went(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Each channel, place and day; what came back; and noting a channel of one's own."""
    subject = _subject(kind, pk)
    if not can_see_detail(request.user, subject, day=today()):
        raise PermissionDenied
    form = OwnChannelForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid() and _told(request, subject, form):
        return redirect(f"{request.path}?bewaard=1")
    context = {
        "title": str(subject),
        "url": addresses.of_subjects([(TYPES[kind], str(pk))]).get((TYPES[kind], str(pk)), ""),
        "rows": dispatch_cards.detail(subject),
        "unverified": dispatch_cards.unverified(subject),
        "returns": [{"label": label, "many": many} for label, many in returns.of_subject(subject)],
        "form": form if can_note(request.user, subject, day=today()) else None,
        "is_kept": "bewaard" in request.GET,
    }
    return render(request, "site/spreading/went.html", context, status=422 if form.errors else 200)


def _subject(kind: str, pk: int) -> Any:
    if kind not in TYPES:
        raise Http404
    return get_object_or_404(apps.get_model(TYPES[kind]), pk=pk)


def _told(request: HttpRequest, subject: Any, form: OwnChannelForm) -> bool:
    try:
        tell(subject, **form.cleaned_data, by=request.user)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
