"""The list of calls: organisations that look for a partner, or offer to be one."""

import datetime as dt
from collections import Counter

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.calls.models import Call
from stedennet.calls.querysets.calls import CallQuerySet, open_on
from stedennet.calls.rules.states import State
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.core.dates import format_short_day
from stedennet.network.models import Organisation

from .crosswalk import RELATED_FACET, THEME, ThemeFacet
from .declarations import Column, List, Order, whole_address
from .facets import Option, QueryFacet, count_choices, count_places, list_theme_options

KINDS_OF_PARTNERS = dict(Organisation.Kind.choices)


def _keep_wanted(calls: CallQuerySet, kind: str) -> CallQuerySet:
    # Every kind is a word of its own between quotes; a search in text works alike on both databases.
    return calls.filter(wanted__icontains=f'"{kind}"') if kind in KINDS_OF_PARTNERS else calls.none()


def _count_wanted(calls: CallQuerySet, _value: str) -> list[Option]:
    wanted = [kind for kinds in calls.values_list("wanted", flat=True) for kind in kinds]
    return [Option(value, str(label), wanted.count(value)) for value, label in KINDS_OF_PARTNERS.items()]


def _keep_open_or_closed(calls: CallQuerySet, choice: str) -> CallQuerySet:
    kept = {"open": calls.open, "gesloten": calls.closed}
    return kept[choice](today()) if choice in kept else calls.none()


def _count_open_and_closed(calls: CallQuerySet, _value: str) -> list[Option]:
    counts = calls.aggregate(total=Count("pk"), still_open=Count("pk", filter=open_on(today())))
    return [
        Option("open", str(State.PUBLISHED.label), counts["still_open"]),
        Option("gesloten", str(State.CLOSED.label), counts["total"] - counts["still_open"]),
    ]


def _count_themes(calls: CallQuerySet, value: str) -> list[Option]:
    # A call is about its own theme and those of its initiative; a union counts it once for each of them.
    own, of_initiative = calls.values_list("pk", "theme"), calls.values_list("pk", "initiative__themes")
    return list_theme_options(Counter(theme for _call, theme in own.union(of_initiative)), value)


def _keep_origin(calls: CallQuerySet, origin: str) -> CallQuerySet:
    kept = {"hier": calls.placed_here, "bron": calls.sourced, "voorbeeld": calls.examples}
    return kept[origin]() if origin in kept else calls.none()


def _count_origins(calls: CallQuerySet, _value: str) -> list[Option]:
    counts = calls.aggregate(
        total=Count("pk"),
        sourced=Count("pk", filter=~Q(source_url="")),
        examples=Count("pk", filter=Q(is_example=True)),
    )
    return [
        Option("hier", str(_("hier geplaatst")), counts["total"] - counts["sourced"] - counts["examples"]),
        Option("bron", str(_("uit een bron")), counts["sourced"]),
        Option("voorbeeld", str(_("voorbeeld")), counts["examples"]),
    ]


def _open_first(calls: CallQuerySet) -> CallQuerySet:
    # “published” comes after “closed” in the alphabet; of those, the first to close first.
    return calls.order_by("-state", F("closes_on").asc(nulls_last=True), F("opened_on").desc(nulls_last=True), "id")


CALLS = List(
    kind="call",
    name="oproepen",
    label=_("Oproepen"),
    rows=lambda: Call.objects.readable(),
    search=CallQuerySet.saying,
    prepare=CallQuerySet.with_cards,
    orders=(Order("sluiting", "", _open_first),),
    feed=lambda calls: order_by_newest_change(calls.with_cards(), otherwise="state_at"),
    calendar=_("Oproepen sluiten"),
    facets=(
        ThemeFacet(THEME, _("Thema"), CallQuerySet.about, _count_themes, ("theme", "initiative__themes")),
        RELATED_FACET,
        QueryFacet(
            "soort", _("Soort"), lambda calls, kind: calls.filter(kind=kind), count_choices("kind", Call.Kind.choices)
        ),
        QueryFacet(
            "provincie",
            _("Provincie"),
            lambda calls, slug: calls.filter(province__slug=slug),
            count_places("province"),
        ),
        QueryFacet(
            "organisatie",
            _("Organisatie"),
            lambda calls, slug: calls.filter(organisation__slug=slug),
            count_places("organisation"),
        ),
        QueryFacet("zoekt", _("Welke partner"), _keep_wanted, _count_wanted),
        QueryFacet("stand", _("Status"), _keep_open_or_closed, _count_open_and_closed),
        QueryFacet("herkomst", _("Herkomst"), _keep_origin, _count_origins),
    ),
    columns=(
        Column("titel", _("Titel"), lambda call: call.title),
        Column("soort", _("Soort"), lambda call: call.kind),
        Column("waarvoor", _("Waarvoor"), lambda call: call.what_for),
        Column("werk", _("Wat de partner doet"), lambda call: call.work),
        Column("gezocht", _("Welke partner"), lambda call: "; ".join(call.wanted) or None),
        Column("levert_op", _("Wat het oplevert"), lambda call: "; ".join(call.gives) or None),
        Column("thema", _("Thema"), lambda call: call.theme.clear_title if call.theme else None),
        Column("provincie", _("Provincie"), lambda call: call.province.name if call.province else None),
        Column("organisatie", _("Organisatie"), lambda call: call.by or None),
        Column("sluit_op", _("Sluit op"), lambda call: call.closes_on, dt.date),
        Column("stand", _("Status"), lambda call: call.state),
        Column("uitkomst", _("Wat ervan kwam"), lambda call: call.outcome or None),
        Column("uitkomst_in_woorden", _("Wat ervan kwam, in woorden"), lambda call: call.outcome_words or None),
        Column(
            "geplaatst",
            _("Geplaatst, volgens de bron"),
            lambda call: format_short_day(call.opened_on, call.opened_precision) or None,
        ),
        Column("bron", _("Bron"), lambda call: call.source_url or None),
        Column("voorbeeld", _("Voorbeeld"), lambda call: call.is_example, bool),
        Column("adres", _("Adres"), lambda call: whole_address("call", call.slug)),
    ),
)
