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
from stedennet.initiatives.access import can_edit
from stedennet.initiatives.flows import initiatives as initiative_flows
from stedennet.initiatives.flows import questions, submissions
from stedennet.initiatives.flows.spreadsheets import sheet_of
from stedennet.initiatives.flows.submissions import InitiativeData
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.querysets import look_alikes as look_alike_rows
from stedennet.initiatives.querysets.initiatives import InitiativeQuerySet
from stedennet.intake.models import Submission
from stedennet.intake.rules import Receipt
from stedennet.lists.initiatives import INITIATIVES
from stedennet.network.models import Organisation

from .. import news, open_data
from ..cards import calls as call_cards
from ..cards import dispatches as dispatch_cards
from ..cards import initiatives as initiative_cards
from ..embedding import share_metadata, shareables
from ..feeds import contents
from ..filters import Filters
from ..forms.initiatives import ClaimForm, QuestionForm, SubmitInitiativeForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from . import articles
from .lists import ListPages
from .matching import find_similar


def _views(filters: Filters) -> dict[str, Any]:
    """The two ways of showing the list, and which one was chosen."""
    return {
        "as_table": filters.chosen.get("weergave") == "tabel",
        "views": LIST_PAGES.links(filters, "weergave", {"": _("Kaarten"), "tabel": _("Tabel")}),
    }


def _workbook(initiatives: InitiativeQuerySet) -> bytes:
    """The list with the columns of its open data, and the sheet that editors can read in again."""
    rows = list(initiatives.with_everything())
    return workbooks.write_workbook([open_data.as_sheet(INITIATIVES, rows), sheet_of(rows)])


LIST_PAGES = ListPages(
    declared=INITIATIVES,
    template="site/initiatives/list.html",
    cards=lambda initiatives: {"initiatives": [initiative_cards.build_initiative_card(one) for one in initiatives]},
    entries=contents.build_initiative_entries,
    settings=("weergave",),
    more=_views,
    workbook=_workbook,
)


def show_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative: what it is, by whom, what it gave and taught, who reuses it, what resembles it."""
    one = get_object_or_404(Initiative.objects.readable().with_everything(), slug=slug)
    context = {
        **initiative_cards.build_initiative_page(one),
        **_find_similar_elsewhere(one),
        "calls": [call_cards.build_call_card(row) for row in one.calls.readable().with_cards()],
        "call_url": f"{reverse('call_place')}?op=initiatief:{slug}",
        "articles": articles.list_articles_linking_to(reverse("initiative", args=[slug])),
        "actions": _list_actions_linking_to(reverse("initiative", args=[slug])),
        "news": news.list_latest_news(6, subject=one),
        "went": dispatch_cards.count_dispatches(one),
        "share": share_metadata.build_share_metadata(shareables.build_initiative_shareable(one)),
        "claim_url": reverse("initiative_claim", args=[slug]) if one.is_tip else "",
        "ask_url": reverse("initiative_ask", args=[slug]),
        "reuse_url": reverse("initiative_reuse", args=[slug]),
    }
    return render(request, "site/initiatives/page.html", context)


def _list_actions_linking_to(path: str) -> list[dict[str, Any]]:
    """The actions of the agenda that have a link to this page."""
    site = f"{settings.SITE_URL}{re.sub('^/en(?=/)', '', path)}"
    links = ActionLink.objects.filter(url=site, action__commitments__edition__status__in=PUBLIC)
    codes = links.order_by("action__code").values_list("action__code", flat=True).distinct()
    return [{"code": code, "url": reverse("action", args=[code])} for code in codes]


def _find_similar_elsewhere(one: Initiative) -> dict[str, Any]:
    """What resembles it in another city: something to reuse, or to join. Without any, what has a name like it."""
    cities = [city.slug for city in one.cities.all()]
    found = find_similar("initiative", str(one.pk), _join_texts(one), kinds=["initiative"], but_in=cities)
    if found:
        return {"similar": found, "is_elsewhere": True}
    return {
        "similar": [initiative_cards.build_initiative_brief(other) for other in look_alike_rows.find_similar(one)],
        "is_elsewhere": False,
    }


def _join_texts(one: Initiative) -> str:
    return "\n".join([one.title, one.summary, one.description])


def submit_initiative(request: HttpRequest) -> HttpResponse:
    """Telling of an initiative in two minutes; a name like one that is there is shown first."""
    form = SubmitInitiativeForm(request.POST or None, person=person_of(request))
    context: dict[str, Any] = {"cities": _list_municipality_names()}
    if request.method == "POST" and not request.POST.get("sure") and form.is_valid():
        context["similar"] = _find_look_alikes(form.cleaned_data["title"])
        if context["similar"]:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["sure"] = "1"  # type: ignore[index]
            return render(request, "site/initiatives/tell.html", {**context, "form": form})

    def send() -> Submission:
        fields = ("title", "city", "theme", "summary", "email", "part")
        return submissions.submit_initiative(
            InitiativeData(**{name: form.cleaned_data[name] for name in fields}),
            language=_get_language_code(),
            once=form.occasion,
            page=reverse("initiative_list"),
            person=form.person,
        )

    return handle_public_form(
        request,
        form,
        send,
        what="initiative",
        thanks=reverse("initiative_told"),
        template="site/initiatives/tell.html",
        context=context,
    )


def show_initiative_sent(request: HttpRequest) -> HttpResponse:
    """Look in your mail."""
    return render(request, "site/initiatives/sent.html")


def show_look_alikes(request: HttpRequest) -> HttpResponse:
    """The initiatives whose name resembles what somebody types: a part of the page, for htmx."""
    similar = _find_look_alikes(request.GET.get("title", ""))
    return render(request, "site/initiatives/_look_alikes.html", {"similar": similar})


def _find_look_alikes(title: str) -> list[dict[str, Any]]:
    keys = [one.key for one in look_alike_rows.find_look_alikes(title)] if title.strip() else []
    found = Initiative.objects.published().in_bulk(keys)
    return [initiative_cards.build_initiative_brief(found[key]) for key in keys if key in found]


def claim_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody of the organisation that does it takes over a tip."""
    one = get_object_or_404(Initiative.objects.published().filter(is_tip=True), slug=slug)
    form = ClaimForm(request.POST or None, person=person_of(request))

    def send() -> Submission:
        fields = ("name", "email", "organisation", "role")
        data = {name: form.cleaned_data[name] for name in fields}
        page = reverse("initiative", args=[slug])
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return initiative_flows.submit_claim(
            one, **data, language=_get_language_code(), once=form.occasion, page=page, **sender
        )

    return handle_public_form(
        request,
        form,
        send,
        what="claim",
        thanks=reverse("initiative_told"),
        template="site/initiatives/claim.html",
        context={
            "initiative": initiative_cards.build_initiative_brief(one),
            "organisations": _list_organisation_names(),
        },
    )


def ask_question(request: HttpRequest, slug: str) -> HttpResponse:
    """A question for who leads it, relayed: no address is shown."""
    one = get_object_or_404(Initiative.objects.published().select_related("lead"), slug=slug)
    form = QuestionForm(request.POST or None, person=person_of(request))

    def send() -> Receipt:
        data = {name: form.cleaned_data[name] for name in ("name", "email", "text")}
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return questions.send_question(one, **data, language=_get_language_code(), once=form.occasion, **sender)

    return handle_public_form(
        request,
        form,
        send,
        what="ask",
        thanks=reverse("initiative_told"),
        template="site/initiatives/ask.html",
        context={"initiative": initiative_cards.build_initiative_brief(one)},
    )


def may_edit(request: HttpRequest, one: Initiative) -> bool:
    """Whether who reads may change it."""
    return request.user.is_authenticated and can_edit(request.user, one, day=today())


def _get_language_code() -> str:
    return (get_language() or "nl")[:2]


def _list_municipality_names() -> list[str]:
    rows = Organisation.objects.on(today()).of_kind("municipality")
    return list(rows.order_by("name").values_list("name", flat=True))


def _list_organisation_names() -> list[str]:
    return list(Organisation.objects.on(today()).order_by("name").values_list("name", flat=True))
