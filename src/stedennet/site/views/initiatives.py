"""Initiatives: the list with its filters, each one's page, and telling of one."""

import re
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stedennet.agenda.models import ActionLink
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.calls.models import Call
from stedennet.changes.dating import newest_change_first
from stedennet.core.clock import today
from stedennet.core.workbooks import EXCEL
from stedennet.initiatives.access import can_describe
from stedennet.initiatives.flows import asking, owning, telling
from stedennet.initiatives.flows.exchange import workbook_of
from stedennet.initiatives.flows.telling import Telling
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.querysets import facets, names
from stedennet.intake.models import Submission
from stedennet.intake.rules import Receipt
from stedennet.network.models import Organisation
from stedennet.network.querysets.facets import Option

from .. import call_cards, dispatch_cards, feeds, initiative_cards, news, opendata, shareables, sharing
from ..feeds import contents
from ..filters import Filters
from ..following import follow_url
from ..forms.initiatives import AskForm, ClaimForm, TellForm
from ..forms.public import person_of
from ..sending import answer
from . import articles
from .matching import like

PER_PAGE = 24
LABELS = {
    "thema": gettext_lazy("Thema"),
    "stad": gettext_lazy("Stad"),
    "provincie": gettext_lazy("Provincie"),
    "fase": gettext_lazy("Fase"),
    "partner": gettext_lazy("Werkt samen met"),
    "lessen": gettext_lazy("Lessen"),
    "oproep": gettext_lazy("Oproepen"),
    "jaar": gettext_lazy("Begonnen in"),
}
ORDER_LABELS = {
    "nieuw": gettext_lazy("Nieuwste eerst"),
    "naam": gettext_lazy("Op naam"),
    "hergebruik": gettext_lazy("Meest overgenomen"),
}


def initiative_list(request: HttpRequest) -> HttpResponse:
    """The published initiatives that fit the filters, a page at a time."""
    filters = Filters(request.GET, (*facets.NAMES, "volgorde", "weergave"))
    page = Paginator(_rows(filters), PER_PAGE).get_page(request.GET.get("pagina"))
    shown: list[dict[str, Any]] = [
        {"name": name, "label": LABELS[name], "options": filters.options(name, options(name, filters))}
        for name in facets.NAMES
    ]
    chosen = {name: value for name, value in filters.chosen.items() if name not in ("volgorde", "weergave")}
    context = {
        "facets": shown,
        "active_filters": Filters(chosen, facets.NAMES).active({str(one["name"]): one["options"] for one in shown}),
        "q": filters.chosen.get("q", ""),
        "page_obj": page,
        "total": page.paginator.count,
        "initiatives": [initiative_cards.initiative(one) for one in page.object_list],
        "as_table": filters.chosen.get("weergave") == "tabel",
        "views": _links(filters, "weergave", {"": _("Kaarten"), "tabel": _("Tabel")}),
        "orders": _links(filters, "volgorde", ORDER_LABELS),
        "query": filters.query,
        "csv_url": filters.onto(reverse("initiative_csv")),
        "json_url": filters.onto(reverse("initiative_json")),
        "excel_url": filters.onto(reverse("initiative_workbook")),
        "feed_url": filters.onto(reverse("initiative_feed")),
        "follow_url": follow_url("initiatieven", filters),
    }
    return render(request, "site/initiatives/list.html", context)


def _rows(filters: Filters) -> Any:
    order = facets.ORDERS.get(filters.chosen.get("volgorde", ""), facets.ORDERS["nieuw"])
    return facets.filtered(filters.chosen, calling=calling()).with_cards().order_by(*order)


def options(name: str, filters: Filters) -> list[Option]:
    """The options of one filter with their words."""
    words = {"lessen": _("Met lessen"), "oproep": _("Met een open oproep")}
    found = facets.options(name, filters.chosen, calling=calling())
    return [Option(one.value, one.label or words[name], one.count) for one in found]


def calling() -> Any:
    """The keys of the initiatives with an open call."""
    return Call.objects.open(today()).exclude(initiative=None).order_by().values("initiative")


def _links(filters: Filters, name: str, labels: Any) -> list[dict[str, Any]]:
    here = filters.chosen.get(name, "")
    first = next(iter(labels))
    return [
        {
            "label": label,
            "url": Filters({**filters.chosen, name: value}, (*facets.NAMES, "volgorde", "weergave")).onto(
                reverse("initiative_list")
            ),
            "here": here == value or (not here and value == first),
        }
        for value, label in labels.items()
    ]


def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative: what it is, by whom, what it gave and taught, who reuses it, what resembles it."""
    one = get_object_or_404(Initiative.objects.readable().with_everything(), slug=slug)
    context = {
        **initiative_cards.page(one),
        **_similar_elsewhere(one),
        "calls": [call_cards.call(row) for row in one.calls.readable().with_cards()],
        "call_url": f"{reverse('call_place')}?op=initiatief:{slug}",
        "articles": articles.mentioning(reverse("initiative", args=[slug])),
        "actions": _actions_mentioning(reverse("initiative", args=[slug])),
        "news": news.latest(6, subject=one),
        "went": dispatch_cards.went(one),
        "share": sharing.of(shareables.initiative(one)),
        "claim_url": reverse("initiative_claim", args=[slug]) if one.is_tip else "",
        "ask_url": reverse("initiative_ask", args=[slug]),
        "reuse_url": reverse("initiative_reuse", args=[slug]),
    }
    return render(request, "site/initiatives/page.html", context)


def _actions_mentioning(path: str) -> list[dict[str, Any]]:
    """The actions of the agenda that have a link to this page."""
    site = f"{settings.SITE_URL}{re.sub('^/en(?=/)', '', path)}"
    links = ActionLink.objects.filter(url=site, action__commitments__edition__status__in=PUBLIC)
    codes = links.order_by("action__code").values_list("action__code", flat=True).distinct()
    return [{"code": code, "url": reverse("action", args=[code])} for code in codes]


def _similar_elsewhere(one: Initiative) -> dict[str, Any]:
    """What resembles it in another city: something to reuse, or to join. Without any, what has a name like it."""
    cities = [city.slug for city in one.cities.all()]
    found = like("initiative", str(one.pk), _own_text(one), kinds=["initiative"], but_in=cities)
    if found:
        return {"similar": found, "is_elsewhere": True}
    return {"similar": [initiative_cards.brief(other) for other in names.similar_to(one)], "is_elsewhere": False}


def _own_text(one: Initiative) -> str:
    return "\n".join([one.title, one.summary, one.description])


def tell(request: HttpRequest) -> HttpResponse:
    """Telling of an initiative in two minutes; a name like one that is there is shown first."""
    form = TellForm(request.POST or None, person=person_of(request))
    context: dict[str, Any] = {"cities": _municipalities()}
    if request.method == "POST" and not request.POST.get("sure") and form.is_valid():
        context["similar"] = _similar(form.cleaned_data["title"])
        if context["similar"]:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["sure"] = "1"  # type: ignore[index]
            return render(request, "site/initiatives/tell.html", {**context, "form": form})

    def send() -> Submission:
        fields = ("title", "city", "theme", "summary", "email", "part")
        return telling.tell(
            Telling(**{name: form.cleaned_data[name] for name in fields}),
            language=_language(),
            once=form.occasion,
            page=reverse("initiative_list"),
            person=form.person,
        )

    return answer(
        request,
        form,
        send,
        what="initiative",
        thanks=reverse("initiative_told"),
        template="site/initiatives/tell.html",
        context=context,
    )


def told(request: HttpRequest) -> HttpResponse:
    """Look in your mail."""
    return render(request, "site/initiatives/sent.html")


def look_alikes(request: HttpRequest) -> HttpResponse:
    """The initiatives whose name resembles what somebody types: a part of the page, for htmx."""
    similar = _similar(request.GET.get("title", ""))
    return render(request, "site/initiatives/_look_alikes.html", {"similar": similar})


def _similar(title: str) -> list[dict[str, Any]]:
    keys = [one.key for one in names.like(title)] if title.strip() else []
    found = Initiative.objects.published().in_bulk(keys)
    return [initiative_cards.brief(found[key]) for key in keys if key in found]


def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody of the organisation that does it takes over a tip."""
    one = get_object_or_404(Initiative.objects.published().filter(is_tip=True), slug=slug)
    form = ClaimForm(request.POST or None, person=person_of(request))

    def send() -> Submission:
        fields = ("name", "email", "organisation", "role")
        data = {name: form.cleaned_data[name] for name in fields}
        page = reverse("initiative", args=[slug])
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return owning.claim(one, **data, language=_language(), once=form.occasion, page=page, **sender)

    return answer(
        request,
        form,
        send,
        what="claim",
        thanks=reverse("initiative_told"),
        template="site/initiatives/claim.html",
        context={"initiative": initiative_cards.brief(one), "organisations": _organisations()},
    )


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A question for who leads it, relayed: no address is shown."""
    one = get_object_or_404(Initiative.objects.published().select_related("lead"), slug=slug)
    form = AskForm(request.POST or None, person=person_of(request))

    def send() -> Receipt:
        data = {name: form.cleaned_data[name] for name in ("name", "email", "text")}
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return asking.ask(one, **data, language=_language(), once=form.occasion, **sender)

    return answer(
        request,
        form,
        send,
        what="ask",
        thanks=reverse("initiative_told"),
        template="site/initiatives/ask.html",
        context={"initiative": initiative_cards.brief(one)},
    )


def may_edit(request: HttpRequest, one: Initiative) -> bool:
    """Whether who reads may change it."""
    return request.user.is_authenticated and can_describe(request.user, one, day=today())


def _language() -> str:
    return (get_language() or "nl")[:2]


def _municipalities() -> list[str]:
    rows = Organisation.objects.on(today()).of_kind("municipality")
    return list(rows.order_by("name").values_list("name", flat=True))


def _organisations() -> list[str]:
    return list(Organisation.objects.on(today()).order_by("name").values_list("name", flat=True))


def initiative_csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    rows = map(initiative_cards.as_data, _rows(Filters(request.GET, (*facets.NAMES, "volgorde"))))
    return opendata.as_csv("initiatieven", initiative_cards.COLUMNS, rows)


def initiative_json(request: HttpRequest) -> HttpResponse:
    """The filtered list as JSON."""
    rows = map(initiative_cards.as_data, _rows(Filters(request.GET, (*facets.NAMES, "volgorde"))))
    return opendata.as_json("initiatieven", rows)


def initiative_workbook(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file; editors can read it in again."""
    rows = facets.filtered(Filters(request.GET, facets.NAMES).chosen, calling=calling())
    response = HttpResponse(workbook_of(rows.order_by("title", "id")), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="initiatieven.xlsx"'
    return response


def initiative_feed(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a feed, what changed last first."""
    filters = Filters(request.GET, facets.NAMES)
    found = facets.filtered(filters.chosen, calling=calling()).with_everything()
    rows, page = newest_change_first(found, otherwise="state_at"), reverse("initiative_list")
    return feeds.answer(request, _("Initiatieven"), page, rows, contents.initiatives, filters=filters)
