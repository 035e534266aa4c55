"""Initiatives: the list with its filters, the page of each, and the forms to submit, claim or ask about one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.challenges.models import Challenge
from stedennet.core import workbooks
from stedennet.core.clock import today
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

from .. import followed, news, open_data
from ..cards import agenda as agenda_cards
from ..cards import challenges as challenge_cards
from ..cards import dispatches as dispatch_cards
from ..cards import initiative_maps
from ..cards import initiatives as initiative_cards
from ..cards import related as related_cards
from ..cards import similar_items as similar_cards
from ..embedding import share_metadata, shareables
from ..feeds import contents
from ..filters import Filters
from ..forms.initiatives import ClaimForm, QuestionForm, SubmitInitiativeForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.sent_forms import render_sent_page
from .lists import ListPages


def _views(filters: Filters) -> dict[str, object]:
    """The layouts of the list, cards, table and map, and which of them was chosen."""
    layout = filters.chosen.get("weergave")
    layouts = {"": _("Kaartjes"), "tabel": _("Tabel"), "kaart": _("Op de kaart")}
    return {
        "as_table": layout == "tabel",
        "as_map": layout == "kaart",
        "map": initiative_maps.build_initiative_map(filters.without("weergave")) if layout == "kaart" else None,
        "views": LIST_PAGES.links(filters, "weergave", layouts),
    }


def _workbook(initiatives: InitiativeQuerySet) -> bytes:
    """The list with the columns of its open data, and the sheet that editors can import."""
    rows = list(initiatives.with_everything())
    return workbooks.write_workbook([open_data.as_sheet(INITIATIVES, rows), sheet_of(rows)])


LIST_PAGES = ListPages(
    declared=INITIATIVES,
    template="site/initiatives/list.html",
    cards=lambda initiatives: {"initiatives": [initiative_cards.build_initiative_card(row) for row in initiatives]},
    entries=contents.build_initiative_entries,
    settings=("weergave",),
    more=_views,
    workbook=_workbook,
)


def show_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an initiative: description, organisations, results and lessons, reuse, and similar initiatives."""
    initiative = get_object_or_404(Initiative.objects.readable().for_page(), slug=slug)
    calls, mentions, challenges, actions = Initiative.objects.read_page(
        initiative,
        *related_cards.select_initiative_rows(initiative),
        Challenge.objects.readable().naming(initiative),
        agenda_cards.select_actions_linking_to(reverse("initiative", args=[slug])),
    )
    context = {
        **initiative_cards.build_initiative_page(initiative),
        **similar_cards.find_similar_elsewhere(initiative),
        "blocks": related_cards.list_initiative_blocks(initiative, calls, mentions, day=today()),
        "call_url": "" if initiative.is_example else f"{reverse('call_place')}?op=initiatief:{slug}",
        "challenges": [challenge_cards.build_challenge_link(challenge) for challenge in challenges],
        "actions": [agenda_cards.build_code_link(action.code) for action in actions],
        "news": news.list_latest_news(6, subject=initiative),
        "follow": followed.build_follow_links(initiative) if initiative.state == Initiative.State.PUBLISHED else {},
        "went": dispatch_cards.count_dispatches(initiative),
        "share": share_metadata.build_share_metadata(shareables.build_initiative_shareable(initiative)),
        "claim_url": reverse("initiative_claim", args=[slug]) if initiative.is_tip else "",
        "ask_url": reverse("initiative_ask", args=[slug]),
        "reuse_url": "" if initiative.is_example else reverse("initiative_reuse", args=[slug]),
    }
    return render(request, "site/initiatives/page.html", context)


def submit_initiative(request: HttpRequest) -> HttpResponse:
    """Take a short description of an initiative, after showing initiatives with a similar name.

    `?thema=` chooses the theme beforehand.
    """
    initial: dict[str, object] = {"theme": request.GET.get("thema", "")}
    form = SubmitInitiativeForm(request.POST or None, person=person_of(request), initial=initial)
    context: dict[str, object] = {"cities": Organisation.objects.on(today()).list_municipality_names()}
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
    """Tell the sender to confirm by mail."""
    return render_sent_page(request, "site/initiatives/sent.html")


def show_look_alikes(request: HttpRequest) -> HttpResponse:
    """Serve the initiatives whose name resembles what is being typed, as a page fragment for htmx."""
    similar = _find_look_alikes(request.GET.get("title", ""))
    return render(request, "site/initiatives/_look_alikes.html", {"similar": similar})


def _find_look_alikes(title: str) -> list[dict[str, object]]:
    keys = [match.key for match in look_alike_rows.find_look_alikes(title)] if title.strip() else []
    initiatives = Initiative.objects.published().in_bulk(keys)
    return [initiative_cards.build_initiative_brief(initiatives[key]) for key in keys if key in initiatives]


def claim_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody from the organisation behind a tip take over the initiative."""
    initiative = get_object_or_404(Initiative.objects.published().filter(is_tip=True), slug=slug)
    form = ClaimForm(request.POST or None, person=person_of(request))

    def send() -> Submission:
        fields = ("name", "email", "organisation", "role")
        data = {name: form.cleaned_data[name] for name in fields}
        page = reverse("initiative", args=[slug])
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return initiative_flows.submit_claim(
            initiative, **data, language=_get_language_code(), once=form.occasion, page=page, **sender
        )

    return handle_public_form(
        request,
        form,
        send,
        what="claim",
        thanks=reverse("initiative_told"),
        template="site/initiatives/claim.html",
        context={
            "initiative": initiative_cards.build_initiative_brief(initiative),
            "organisations": Organisation.objects.on(today()).list_names(),
        },
    )


def ask_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Relay a question to the organisation that leads an initiative, without showing its address."""
    initiative = get_object_or_404(Initiative.objects.published().select_related("lead"), slug=slug)
    form = QuestionForm(request.POST or None, person=person_of(request))
    if request.GET.get("over") == "overnemen":
        form.initial["text"] = _write_adoption_question(initiative)

    def send() -> Receipt:
        data = {name: form.cleaned_data[name] for name in ("name", "email", "text")}
        sender = {"person": form.person, "behalf_of": form.behalf_of}
        return questions.send_question(initiative, **data, language=_get_language_code(), once=form.occasion, **sender)

    return handle_public_form(
        request,
        form,
        send,
        what="ask",
        thanks=reverse("initiative_told"),
        template="site/initiatives/ask.html",
        context={"initiative": initiative_cards.build_initiative_brief(initiative)},
    )


def _write_adoption_question(initiative: Initiative) -> str:
    """The question of a city that thinks of adopting the initiative, to send as it is or to change."""
    missing = initiative_cards.list_missing_needs(initiative)
    return _("Wij denken erover dit over te nemen. Kunt u ons meer vertellen over: %(missing)s?") % {
        "missing": ", ".join(missing)
    }


def _get_language_code() -> str:
    return (get_language() or "nl")[:2]
