"""The list of yields: what came of actions, calls and adoptions, and who says so."""

import datetime as dt
from collections import Counter

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Action, Edition
from stedennet.calls.models import Call
from stedennet.network.models import Organisation
from stedennet.yields.models import State, Yield
from stedennet.yields.querysets import YieldQuerySet

from .declarations import Column, List, Order, whole_address
from .facets import Option, QueryFacet, count_choices, list_theme_options

KINDS = {"actie": ("action", _("actie")), "oproep": ("call", _("oproep")), "overname": ("adoption", _("overname"))}
"""What it came of: the value in addresses, the field and the word."""


def get_place(found: Yield) -> tuple[str, str]:
    """The name of the page that tells of what it came of, and the key in its address."""
    subject = found.subject
    if isinstance(subject, Action):
        return "action", subject.code
    return ("call", subject.slug) if isinstance(subject, Call) else ("initiative", subject.initiative.slug)


def _keep_kind(yields: YieldQuerySet, kind: str) -> YieldQuerySet:
    return yields.filter(**{f"{KINDS[kind][0]}__isnull": False}) if kind in KINDS else yields.none()


def _count_kinds(yields: YieldQuerySet, _value: str) -> list[Option]:
    counts = yields.aggregate(**{field: Count(field) for field, _label in KINDS.values()})
    return [Option(value, str(label), counts[field]) for value, (field, label) in KINDS.items()]


def _count_units(yields: YieldQuerySet, _value: str) -> list[Option]:
    counts = yields.values_list("unit").annotate(n=Count("pk")).order_by("unit")
    return [Option(unit, unit, number) for unit, number in counts]


def _count_themes(yields: YieldQuerySet, value: str) -> list[Option]:
    # A yield is about the themes of what it came of; a set counts it once for each of them.
    current = yields.filter(action__commitments__edition__in=Edition.objects.current_key())
    own = {
        *current.values_list("pk", "action__commitments__themes"),
        *yields.values_list("pk", "call__theme"),
        *yields.values_list("pk", "call__initiative__themes"),
        *yields.values_list("pk", "adoption__initiative__themes"),
    }
    return list_theme_options(Counter(theme for _yield, theme in own if theme), value)


def _count_organisations(yields: YieldQuerySet, value: str) -> list[Option]:
    sides = {
        (pk, slug, name)
        for side in ("reported_by", "answered_by")
        for pk, slug, name in yields.values_list("pk", f"{side}__slug", f"{side}__name")
        if slug
    }
    counts = Counter((name, slug) for _pk, slug, name in sides)
    options = [Option(slug, name, number) for (name, slug), number in sorted(counts.items())]
    if not value or any(option.value == value for option in options):
        return options
    names = Organisation.objects.filter(slug=value).values_list("name", flat=True)
    return [*options, *(Option(value, name, 0) for name in names)]


YIELDS = List(
    kind="yield",
    name="opbrengsten",
    label=_("Opbrengsten"),
    rows=lambda: Yield.objects.readable(),
    search=YieldQuerySet.saying,
    prepare=YieldQuerySet.with_cards,
    orders=(Order("nieuw", "", lambda yields: yields.order_by("-state_at", "-id")),),
    feed=lambda yields: yields.with_cards().order_by("-state_at", "-id"),
    facets=(
        QueryFacet("thema", _("Thema"), YieldQuerySet.about, _count_themes),
        QueryFacet(
            "stand",
            _("Wie het zegt"),
            lambda yields, state: yields.filter(state=state),
            count_choices("state", State.choices),
        ),
        QueryFacet("soort", _("Waarvan"), _keep_kind, _count_kinds),
        QueryFacet("eenheid", _("Eenheid"), lambda yields, unit: yields.filter(unit=unit), _count_units),
        QueryFacet("organisatie", _("Organisatie"), YieldQuerySet.of_organisation, _count_organisations),
    ),
    columns=(
        Column("getal", _("Getal"), lambda found: float(found.amount), float),
        Column("eenheid", _("Eenheid"), lambda found: found.unit),
        Column("in_een_zin", _("In één zin"), lambda found: found.words or None),
        Column(
            "soort",
            _("Waarvan"),
            lambda found: next(kind for kind, (field, _label) in KINDS.items() if getattr(found, f"{field}_id")),
        ),
        Column("van", _("Wat het opleverde"), lambda found: str(found.subject)),
        Column("stand", _("Wie het zegt"), lambda found: found.state),
        Column("gemeld_door", _("Gemeld door"), lambda found: found.reported_by.name if found.reported_by else None),
        Column(
            "beantwoord_door",
            _("Beantwoord door"),
            lambda found: found.answered_by.name if found.answered_by else None,
        ),
        Column("waarom_betwist", _("Waarom betwist"), lambda found: found.dispute or None),
        Column("sinds", _("Sinds"), lambda found: localdate(found.state_at), dt.date),
        Column("bron", _("Bron"), lambda found: found.source),
        Column("adres", _("Adres"), lambda found: whole_address(*get_place(found))),
    ),
)
