"""Initiatives: the list with its filters, each one's page, and telling of one."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.models import ActionLink
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.core import workbooks
from stedennet.core.clock import today
from stedennet.initiatives.access import can_describe
from stedennet.initiatives.flows import asking, owning, telling
from stedennet.initiatives.flows.exchange import sheet_of
from stedennet.initiatives.flows.telling import Telling
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.querysets import names
from stedennet.initiatives.querysets.initiatives import InitiativeQuerySet
from stedennet.intake.models import Submission
from stedennet.intake.rules import Receipt
from stedennet.lists.initiatives import INITIATIVES
from stedennet.network.models import Organisation

from .. import call_cards, dispatch_cards, initiative_cards, news, opendata, shareables, sharing
from ..feeds import contents
from ..filters import Filters
from ..forms.initiatives import AskForm, ClaimForm, TellForm
from ..forms.public import person_of
from ..sending import answer
from . import articles
from .lists import ListPages
from .matching import like


def _views(filters: Filters) -> dict[str, Any]:
    """The two ways of showing the list, and which one was chosen."""
    return {
        "as_table": filters.chosen.get("weergave") == "tabel",
        "views": LIST_PAGES.links(filters, "weergave", {"": _("Kaarten"), "tabel": _("Tabel")}),
    }


def _workbook(initiatives: InitiativeQuerySet) -> bytes:
    """The list with the columns of its open data, and the sheet that editors can read in again."""
    rows = list(initiatives.with_everything())
    return workbooks.write([opendata.as_sheet(INITIATIVES, rows), sheet_of(rows)])


LIST_PAGES = ListPages(
    declared=INITIATIVES,
    template="site/initiatives/list.html",
    cards=lambda initiatives: {"initiatives": [initiative_cards.initiative(one) for one in initiatives]},
    entries=contents.initiatives,
    settings=("weergave",),
    more=_views,
    workbook=_workbook,
)


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
