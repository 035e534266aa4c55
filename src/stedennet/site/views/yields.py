"""What came of actions, calls and adoptions: the list with its totals, and the forms to report and to answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.core.refusals import attempt
from stedennet.initiatives.models import Adoption
from stedennet.lists.yields import YIELDS, get_place
from stedennet.yields.access import Record, find_answering_sides, find_own_sides
from stedennet.yields.flows import yields
from stedennet.yields.flows.yields import YieldData
from stedennet.yields.models import Yield

from ..cards import yields as yield_cards
from ..feeds import contents
from ..filters import Filters
from ..forms.yields import YieldAnswerForm, YieldForm
from .lists import ListPages


def _add_up(filters: Filters) -> dict[str, object]:
    return {"totals": yield_cards.build_totals(YIELDS.narrow(YIELDS.rows(), filters.chosen))}


LIST_PAGES = ListPages(
    declared=YIELDS,
    template="site/yields/list.html",
    cards=lambda rows: {"yields": [yield_cards.build_yield_card(row) for row in rows]},
    more=_add_up,
    entries=contents.build_yield_entries,
    can_be_followed=False,
)


def _find_record(text: str) -> Record | None:
    """The public action, call or adoption that an address names, such as `actie:SM-1`."""
    kind, _colon, key = text.replace("\0", "")[:200].partition(":")
    if kind == "actie":
        return Action.objects.real().readable().filter(code=key).first()
    if kind == "oproep":
        return Call.objects.readable().filter(is_example=False, slug=key).first()
    if kind == "overname" and key.isdecimal() and len(key) < 18:
        rows = (
            Adoption.objects.public()
            .filter(initiative__is_example=False)
            .select_related("initiative__lead", "organisation", "of__organisation")
        )
        return rows.filter(pk=key).first()
    return None


@never_cache
@login_required
def report_yield(request: HttpRequest) -> HttpResponse:
    """Report what came of an action, call or adoption; `?bij=` names it."""
    record = _find_record(request.GET.get("bij", ""))
    sides = find_own_sides(record, request.user, day=today()) if record else []
    if record is None or not sides:
        raise Http404
    form = YieldForm(request.POST or None, organisations=sides)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        organisation = next(side for side in sides if str(side.pk) == data.pop("organisation"))
        with attempt(form):
            found = yields.report_yield(record, organisation, YieldData(**data), by=request.user)
            messages.success(request, _("Het staat erbij. De andere kant krijgt de vraag om het te bevestigen."))
            return redirect("yield", found.pk)
    context = {"subject": str(record), "form": form}
    return render(request, "site/yields/report.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def answer_yield(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one yield; the other side confirms or disputes it here."""
    found = get_object_or_404(Yield.objects.readable().with_cards(), pk=pk)
    may_answer = bool(find_answering_sides(found, request.user, day=today()))
    form = YieldAnswerForm(request.POST or None)
    if request.method == "POST" and may_answer and form.is_valid():
        confirms = request.POST.get("wat") == "bevestig"
        with attempt(form):
            yields.answer_yield(found, confirms=confirms, by=request.user, words=form.cleaned_data["words"])
            messages.success(request, _("Vastgelegd."))
            return redirect("yield", pk)
    page, key = get_place(found)
    context = {
        "found": yield_cards.build_yield_card(found),
        "page_name": page,
        "key": key,
        "may_answer": may_answer,
        "form": form,
    }
    return render(request, "site/yields/page.html", context, status=422 if form.errors else 200)
