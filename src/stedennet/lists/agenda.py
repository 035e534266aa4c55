"""The list of actions of the current edition, each with its status today; and beside it that of the examples."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Action, Edition
from stedennet.agenda.models.commitments import Phase
from stedennet.agenda.overview import ActionOverview, list_overviews
from stedennet.agenda.rules.budgets import AmountKind, sum_euros
from stedennet.agenda.rules.status import MilestoneState, Status
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.core.goals import format_goal
from stedennet.network.models import Organisation, Theme

from . import crosswalk, goals
from .declarations import Column, List, Order, whole_address
from .facets import Chosen, Facet, Option

CONDITIONS = "randvoorwaarden"
"""The value of the theme facet for actions without a theme."""


def _sort_by_label(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(labels.items(), key=lambda pair: pair[1])


def _sort_newest_first(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(labels.items(), reverse=True)


def _list_all_statuses(_labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(status.value, str(status.label)) for status in Status]


def _find_no_label(_value: str) -> str:
    return ""


def _find_theme(slug: str) -> str:
    theme = Theme.objects.select_related("scheme").filter(slug=slug).first()
    return theme.full_title if theme else ""


def _find_organisation(slug: str) -> str:
    return Organisation.objects.filter(slug=slug).values_list("name", flat=True).first() or ""


def _find_phase(value: str) -> str:
    return str(dict(Phase.choices).get(value, ""))


@dataclass(frozen=True)
class ActionFacet(Facet):
    """A filter on actions: `values` gives the values of an action with their labels; `arrange` orders the options.

    `find_label` names a chosen value that no action has, or gives an empty text.
    """

    values: Callable[[ActionOverview], Mapping[str, str]]
    arrange: Callable[[Mapping[str, str]], list[tuple[str, str]]] = _sort_by_label
    find_label: Callable[[str], str] = _find_no_label

    def narrow(self, rows: list[ActionOverview], chosen: Chosen) -> list[ActionOverview]:
        """The actions that count for the chosen value."""
        return [action for action in rows if chosen[self.name] in self.values(action)]

    def options(self, left: list[ActionOverview], chosen: Chosen, everything: list[ActionOverview]) -> list[Option]:
        """Each value that some action has, counted over what the other facets leave."""
        labels = {value: label for action in everything for value, label in self.values(action).items()}
        value = chosen.get(self.name, "")
        if value and value not in labels and (label := self.find_label(value)):
            labels[value] = label
        counts = Counter(value for action in left for value in self.values(action))
        return [Option(value, label, counts[value]) for value, label in self.arrange(labels)]


def _list_themes(action: ActionOverview) -> Mapping[str, str]:
    themes = {theme.slug: theme.full_title for theme in action.themes}
    return themes or {CONDITIONS: gettext("Randvoorwaarden")}


def _list_years(action: ActionOverview) -> Mapping[str, str]:
    begin, end = action.begins_on or action.ends_on, action.ends_on or action.begins_on
    return {str(year): str(year) for year in range(begin.year, end.year + 1)} if begin and end else {}


class Actions(list[ActionOverview]):
    """All actions of a list, with the crosswalk, which is read at most once."""

    @cached_property
    def related(self) -> Mapping[str, list[Theme]]:
        """The related themes of each theme, by slug."""
        return crosswalk.relate_all_themes()


def _relate_themes(actions: list[ActionOverview]) -> Mapping[str, list[Theme]]:
    return actions.related if isinstance(actions, Actions) else crosswalk.relate_all_themes()


class ActionThemeFacet(ActionFacet):
    """The filter on the themes of actions, which can count related themes too."""

    def narrow(self, rows: list[ActionOverview], chosen: Chosen) -> list[ActionOverview]:
        """The actions with the theme, or with one of its related themes."""
        wanted = {chosen[self.name]}
        if crosswalk.counts_related(chosen):
            wanted |= {theme.slug for theme in _relate_themes(rows).get(chosen[self.name], ())}
        return [action for action in rows if not wanted.isdisjoint(self.values(action))]

    def options(self, left: list[ActionOverview], chosen: Chosen, everything: list[ActionOverview]) -> list[Option]:
        """The themes, each counted with its related themes if those count."""
        options = super().options(left, chosen, everything)
        if not crosswalk.counts_related(chosen):
            return options
        related = _relate_themes(everything)
        labels = {option.value: option.label for option in options}
        labels |= {
            theme.slug: theme.full_title
            for slug in labels.keys() & related.keys()
            for theme in related[slug]
            if theme.slug in related
        }
        wide = {slug: {slug, *(theme.slug for theme in related.get(slug, ()))} for slug in labels}
        values = [set(self.values(action)) for action in left]
        return [
            Option(slug, label, sum(not wide[slug].isdisjoint(themes) for themes in values))
            for slug, label in self.arrange(labels)
        ]


THEME = ActionThemeFacet(crosswalk.THEME, _("Thema"), _list_themes, find_label=_find_theme)
ORGANISATION = ActionFacet(
    "organisatie", _("Organisatie"), lambda action: action.organisations, find_label=_find_organisation
)
STATUS = ActionFacet(
    "stand", _("Status"), lambda action: {action.shown.value: str(action.shown.label)}, _list_all_statuses
)
PHASE = ActionFacet(
    "fase",
    _("Fase"),
    lambda action: {action.phase: action.phase_label} if action.phase else {},
    find_label=_find_phase,
)
PART_OF = ActionFacet(
    "onderdeel_van",
    _("Onderdeel van"),
    lambda action: {action.parent_code: f"{action.parent_code} {action.parent_name}"} if action.parent_code else {},
)
YEAR = ActionFacet("jaar", _("Jaar"), _list_years, _sort_newest_first)
GOAL = ActionFacet(
    goals.NAME,
    goals.LABEL,
    lambda action: {str(goal): format_goal(goal) for goal in action.sdgs},
    lambda labels: sorted(labels.items(), key=lambda pair: int(pair[0])),
)


class ActionList(List):
    """A list whose rows are computed, so that the database cannot filter or sort them."""

    def keys_of(self, chosen: Chosen, among: Iterable[str]) -> set[str]:
        """Which of some keys of actions stand in the list as it is filtered."""
        return {str(action.action_id) for action in self.narrow(self.rows(), chosen)} & set(among)


def _list_actions() -> list[ActionOverview]:
    edition = Edition.objects.current()
    return Actions(list_overviews(edition, today=today()) if edition else ())


def _list_examples() -> list[ActionOverview]:
    edition = Edition.objects.current_example()
    return Actions(list_overviews(edition, today=today()) if edition else ())


def _keep_saying(actions: list[ActionOverview], words: str) -> list[ActionOverview]:
    return [
        action
        for action in actions
        if words.casefold()
        in f"{action.code} {action.title} {action.lead} {action.title_en} {action.lead_en}".casefold()
    ]


def _list_records(actions: list[ActionOverview]) -> QuerySet[Action]:
    return order_actions_by_change(Action.objects.filter(pk__in=[action.action_id for action in actions]))


def order_actions_by_change(actions: QuerySet[Action]) -> QuerySet[Action]:
    """These actions, most recently changed first; actions that the log never named are dated by the edition."""
    edition = Edition.objects.current()
    moment = edition and (edition.adopted_at or _find_first_change(edition))
    return order_by_newest_change(actions, otherwise=moment)


def _find_first_change(edition: Edition) -> dt.datetime | None:
    return Change.objects.for_subject(edition).values_list("at", flat=True).first()


def _count_milestones(action: ActionOverview) -> int:
    return sum(milestone.state != MilestoneState.CANCELLED for milestone in action.milestones)


def _count_reached_milestones(action: ActionOverview) -> int:
    return sum(milestone.state == MilestoneState.DONE for milestone in action.milestones)


def _sum(action: ActionOverview, kind: AmountKind) -> float | None:
    euros = sum_euros(action.amounts, kind)
    return None if euros is None else float(euros)


def _write_amounts(action: ActionOverview) -> str | None:
    """Each amount with its year, kind and payer, in Dutch words that do not change with the reader's language."""
    words = {AmountKind.PLANNED.value: "gepland", AmountKind.SPENT.value: "besteed"}
    ordered = sorted(action.amounts, key=lambda amount: (amount.year, amount.kind, amount.payer))
    return "; ".join(f"{row.year} {words[row.kind]} {row.euros:.2f} {row.payer}" for row in ordered) or None


COLUMNS = (
    Column("code", _("Code"), lambda action: action.code),
    Column("titel", _("Titel"), lambda action: action.title),
    Column("in_een_zin", _("In één zin"), lambda action: action.lead or None),
    Column("onderdeel_van", _("Onderdeel van de actie met deze code"), lambda action: action.parent_code or None),
    Column("deelacties", _("Deelacties"), lambda action: action.parts.total if action.parts else 0, int),
    Column("deelacties_klaar", _("Deelacties klaar"), lambda action: action.parts.done if action.parts else 0, int),
    Column("verantwoordelijk", _("Verantwoordelijk"), lambda action: action.by or None),
    Column(
        "mede_verantwoordelijk",
        _("Mede verantwoordelijk"),
        lambda action: "; ".join(name for _slug, name in action.others) or None,
    ),
    Column("themas", _("Thema’s"), lambda action: ", ".join(theme.clear_title for theme in action.themes) or None),
    Column("stand", _("Status"), lambda action: action.shown.value),
    Column("stand_berekend", _("Status, berekend"), lambda action: action.computed.value),
    Column("fase", _("Fase"), lambda action: action.phase or None),
    Column("begint", _("Begint"), lambda action: action.begins_on, dt.date),
    Column(
        "begint_bekend_tot_op",
        _("Begint, bekend tot op"),
        lambda action: action.begins_precision if action.begins_on else None,
    ),
    Column("klaar_op", _("Klaar op"), lambda action: action.ends_on, dt.date),
    Column(
        "klaar_bekend_tot_op",
        _("Klaar, bekend tot op"),
        lambda action: action.ends_precision if action.ends_on else None,
    ),
    Column("mijlpalen", _("Mijlpalen"), _count_milestones, int),
    Column("mijlpalen_gehaald", _("Mijlpalen gehaald"), _count_reached_milestones, int),
    Column("nagekeken_op", _("Nagekeken op"), lambda action: action.checked_on, dt.date),
    Column(
        "laatst_gemeld_op",
        _("Laatst gemeld op"),
        lambda action: action.reported.on if action.reported else None,
        dt.date,
    ),
    Column(
        "laatst_gemeld_bekend_tot_op",
        _("Laatst gemeld, bekend tot op"),
        lambda action: action.reported.precision if action.reported else None,
    ),
    Column("kosten_vanaf", _("Kosten vanaf"), lambda action: action.budget_low, int),
    Column("kosten_tot", _("Kosten tot"), lambda action: action.budget_high, int),
    Column("gepland", _("Gepland, alle jaren samen"), lambda action: _sum(action, AmountKind.PLANNED), float),
    Column("besteed", _("Besteed, alle jaren samen"), lambda action: _sum(action, AmountKind.SPENT), float),
    Column("bedragen_per_jaar", _("Bedragen per jaar"), _write_amounts),
    Column("kosten_in_woorden", _("Kosten in woorden"), lambda action: action.budget_in_words or None),
    Column(
        "waar_het_geld_vandaan_komt",
        _("Waar het geld vandaan komt"),
        lambda action: action.budget_source or None,
    ),
    Column("voorbeeld", _("Is een voorbeeld"), lambda action: action.is_example, bool),
    Column("adres", _("Adres"), lambda action: whole_address("action", action.code)),
    Column("bron", _("Bron"), lambda action: action.source_url or None),
)
ACTIONS = ActionList(
    kind="action",
    name="agenda",
    label=_("Agenda"),
    saved_label=_("Actie-agenda"),
    address="agenda",
    page="agenda",
    data_name="acties",
    rows=_list_actions,
    search=_keep_saying,
    orders=(Order("agenda", "", lambda actions: actions),),
    feed=_list_records,
    calendar=_("Mijlpalen"),
    facets=(THEME, crosswalk.RELATED_FACET, ORGANISATION, STATUS, PHASE, PART_OF, YEAR, GOAL),
    columns=COLUMNS,
)
EXAMPLES = ActionList(
    kind="action",
    name="agenda/voorbeelden",
    label=_("Voorbeelden bij de agenda"),
    address="agenda_examples",
    page="agenda_examples",
    data_name="voorbeeldacties",
    rows=_list_examples,
    search=_keep_saying,
    orders=ACTIONS.orders,
    feed=_list_records,
    calendar=_("Mijlpalen van de voorbeelden"),
    facets=ACTIONS.facets,
    columns=COLUMNS,
)
"""The invented actions, apart from the real ones: nothing else counts or lists them."""
