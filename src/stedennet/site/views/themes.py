"""The themes: the division with its crosswalk, a theme's own page, and joining it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.calls.querysets import funnel
from stedennet.changes.dating import newest_change_first
from stedennet.core.clock import today
from stedennet.core.text import in_language
from stedennet.initiatives.models import Initiative
from stedennet.network.flows.joining import ask_to_join
from stedennet.network.models import Theme, ThemeLink, ThemeRole

from .. import calendars, cards, feeds, initiative_cards, news, opendata, shareables, sharing
from ..feeds import contents
from ..forms.public import person_of
from ..forms.themes import JoinForm
from ..sending import answer
from . import articles, events, fediverse

COLUMNS = (
    "thema", "indeling", "samenvatting", "trekker", "bestuurder", "trekker_sinds", "organisaties", "adres", "bron",
)  # fmt: skip


def theme_list(request: HttpRequest) -> HttpResponse:
    """Every scheme with its division, and how the schemes relate."""
    themes = list(Theme.objects.with_division(day=today()))
    schemes = {one.scheme_id: one.scheme for one in themes}
    links = ThemeLink.objects.select_related("theme_a__scheme", "theme_b__scheme")
    context = {
        "schemes": [
            {
                "scheme": cards.scheme(scheme),
                "themes": [cards.division_row(one) for one in themes if one.scheme_id == key],
            }
            for key, scheme in schemes.items()
        ],
        "crosswalk": [_crosswalk_row(link) for link in links],
    }
    return render(request, "site/themes/list.html", context)


def _as_data(request: HttpRequest, one: Theme) -> dict[str, Any]:
    row = cards.division_row(one)
    return {
        "thema": one.title,
        "indeling": one.scheme.title,
        "samenvatting": one.lead_text,
        "trekker": row["lead"]["name"] if row["lead"] else None,
        "bestuurder": row["holder"] or None,
        "trekker_sinds": row["begins_on"],
        "organisaties": row["participants"],
        "adres": request.build_absolute_uri(reverse("theme", args=[one.slug])),
        "bron": one.source_url or None,
    }


def theme_csv(request: HttpRequest) -> HttpResponse:
    """The division as CSV."""
    themes = Theme.objects.with_division(day=today())
    return opendata.as_csv("themas", COLUMNS, (_as_data(request, one) for one in themes))


def theme_json(request: HttpRequest) -> HttpResponse:
    """The division as JSON."""
    themes = Theme.objects.with_division(day=today())
    return opendata.as_json("themas", (_as_data(request, one) for one in themes))


def theme_feed(request: HttpRequest) -> HttpResponseBase:
    """The themes as a feed, the one that changed last first."""
    rows = newest_change_first(Theme.objects.with_division(day=today()))
    return feeds.answer(request, _("Thema’s"), reverse("theme_list"), rows, contents.themes)


def theme_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything dated of a theme as iCalendar."""
    one = get_object_or_404(Theme, slug=slug)
    return calendars.answer(request, one.title, calendars.of_theme(slug))


def _crosswalk_row(link: ThemeLink) -> dict[str, Any]:
    note = in_language(link, "note")
    return {
        "a": cards.theme(link.theme_a),
        "b": cards.theme(link.theme_b),
        "kind_label": link.get_kind_display(),
        "note": note,
    }


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme: what it is about, who leads it, who takes part, who led it before."""
    one = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    day = today()
    roles = list(one.roles.select_related("organisation").order_by("organisation__name"))
    now = [role for role in roles if role.holds_on(day)]
    lead = next((role for role in now if role.role == ThemeRole.Role.LEAD), None)
    former = [role for role in roles if role.role == ThemeRole.Role.LEAD and role.ends_on and role.ends_on <= day]
    taking_part = {role.organisation_id for role in now if role.role != ThemeRole.Role.FOLLOWER}
    context = {
        "theme": cards.theme(one),
        "lead": cards.role(lead) if lead else None,
        "participants": [cards.role(role) for role in now if role.role == ThemeRole.Role.PARTICIPANT],
        "followers": [cards.role(role) for role in now if role.role == ThemeRole.Role.FOLLOWER],
        "former_leads": [
            cards.role(role) for role in sorted(former, key=lambda role: role.ends_on or day, reverse=True)
        ],
        "related": _related(one),
        "join_url": reverse("theme_join", args=[one.slug]),
        "initiatives": initiatives_of(one),
        "funnel": funnel.of_theme(one.slug),
        "calls_url": f"{reverse('call_list')}?thema={one.slug}",
        "articles": articles.latest(3, theme=one.slug),
        "events": events.next_few(3, theme=one.slug),
        "news": news.latest(6, subject=one),
        "fediverse": fediverse.of_theme(one),
        "calendar_url": reverse("theme_calendar", args=[one.slug]),
        "share": sharing.of(
            shareables.theme(one, lead=lead.organisation.name if lead else "", organisations=len(taking_part))
        ),
    }
    return render(request, "site/themes/page.html", context)


def initiatives_of(one: Theme) -> dict[str, Any]:
    """What is reused most on a theme, what nobody took over yet, and how many there are; two queries."""
    rows = Initiative.objects.published().about(one.slug)
    most = [initiative_cards.reused(row) for row in rows.most_reused()[:5]]
    never = [initiative_cards.brief(row) for row in rows.never_reused()[:5]]
    url = f"{reverse('initiative_list')}?thema={one.slug}"
    return {"most": most, "never": never, "url": url} if most or never else {}


def _related(one: Theme) -> list[dict[str, Any]]:
    links = (ThemeLink.objects.filter(theme_a=one) | ThemeLink.objects.filter(theme_b=one)).select_related(
        "theme_a__scheme", "theme_b__scheme"
    )
    return [
        {
            **cards.theme(link.theme_b if link.theme_a_id == one.pk else link.theme_a),
            "kind_label": link.get_kind_display(),
        }
        for link in links
    ]


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with which somebody asks the lead to join; what was typed stays when something is wrong."""
    one = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    form = JoinForm(request.POST or None, person=person_of(request))
    return answer(
        request,
        form,
        lambda: ask_to_join(one, form.wish),
        what="join",
        thanks=reverse("theme_join_done", args=[one.slug]),
        template="site/themes/join.html",
        context={"theme": cards.theme(one)},
    )


def join_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks, and what happens next."""
    one = get_object_or_404(Theme.objects.select_related("scheme"), slug=slug)
    return render(request, "site/themes/join_done.html", {"theme": cards.theme(one)})
