"""Reads the matrix of municipalities and themes: from its snapshot, or from the facts when that is absent or behind.

Readers never see a snapshot that the log has overtaken, so nothing that was withdrawn is shown.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, F, Max, OuterRef, Q

from stedennet.agenda.models import Action, Commitment, Edition
from stedennet.calls.models import Call
from stedennet.changes.models import Change
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.models import Organisation, Theme, ThemeRole

from ..models import MatrixSnapshot
from ..rules.matrix import Fact, Place, State, collect_cells

Cells = dict[Place, dict[State, list[str]]]
PackedCell = tuple[int, int, dict[State, list[str]]]
"""A cell as JSON can hold it."""
KIND = Organisation.Kind.MUNICIPALITY
ROLE_STATES = {
    ThemeRole.Role.LEAD: State.LEADS,
    ThemeRole.Role.PARTICIPANT: State.PARTICIPANT,
    ThemeRole.Role.FOLLOWER: State.FOLLOWER,
}
SUBJECTS = [model._meta.label_lower for model in (Organisation, Theme, Edition, Action, Initiative, Call)]
"""Subject types in the log whose changes affect the matrix; roles and adoptions are logged under their subject."""


def read_cells(*, day: dt.date) -> Cells:
    """Read everything that municipalities do for themes on `day`; one query while the snapshot is up to date."""
    snapshot = find_snapshot()
    return unpack_cells(snapshot.cells) if snapshot and is_current(snapshot, day=day) else compute_cells(day=day)


def find_snapshot() -> MatrixSnapshot | None:
    """The snapshot, annotated with `is_behind`: whether the log has a later line that may change it."""
    later = Change.objects.filter(pk__gt=OuterRef("position"), subject_type__in=SUBJECTS).order_by()
    return MatrixSnapshot.objects.annotate(is_behind=Exists(later)).first()


def is_current(snapshot: MatrixSnapshot, *, day: dt.date) -> bool:
    """Whether a snapshot of `find_snapshot` still holds on `day`: roles begin and calls close without a line."""
    return snapshot.day == day and not vars(snapshot)["is_behind"]


def find_position() -> int:
    """The newest line of the log; 0 when it is empty."""
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0


def compute_cells(*, day: dt.date) -> Cells:
    """Compute the cells from the facts; eight or nine queries."""
    return collect_cells(_read_facts(day))


def pack_cells(cells: Cells) -> list[PackedCell]:
    """The cells as JSON can hold them."""
    return [(*place, cell) for place, cell in cells.items()]


def unpack_cells(packed: Iterable[PackedCell]) -> Cells:
    """The inverse of `pack_cells`."""
    return {
        Place(municipality, theme): {State(state): keys for state, keys in cell.items()}
        for municipality, theme, cell in packed
    }


def _read_facts(day: dt.date) -> Iterator[Fact]:
    roles = ThemeRole.objects.on(day).filter(organisation__kind=KIND).order_by()
    for municipality, theme, role, slug in roles.values_list("organisation", "theme", "role", "theme__slug"):
        yield Fact(Place(municipality, theme), ROLE_STATES[ThemeRole.Role(role)], slug)
    yield from _pair(State.ACTION, _read_actions())
    yield from _pair(State.INITIATIVE, _read_initiatives())
    yield from _pair(State.ADOPTION, _read_adoptions())
    yield from _pair(State.CALL, _read_calls(day))


Triples = Iterable[tuple[int, int | None, str]]
"""The keys of a municipality and a theme, and what names the thing in its address."""


def _pair(state: State, rows: Triples) -> Iterator[Fact]:
    return (Fact(Place(municipality, theme), state, key) for municipality, theme, key in rows if theme)


def _read_actions() -> Triples:
    edition = Edition.objects.current()
    rows = Commitment.objects.filter(edition=edition).order_by() if edition else Commitment.objects.none()
    led = rows.filter(responsible__kind=KIND).values_list("responsible", "themes", "action__code")
    helped = rows.filter(partners__organisation__kind=KIND)
    return [*led, *helped.values_list("partners__organisation", "themes", "action__code")]


def _read_initiatives() -> Triples:
    rows = Initiative.objects.published().filter(cities__kind=KIND).order_by()
    return rows.values_list("cities", "themes", "slug")


def _read_adoptions() -> Triples:
    of_others = Q(initiative__lead=None) | ~Q(organisation=F("initiative__lead"))
    rows = Adoption.objects.confirmed().public().filter(of_others, organisation__kind=KIND).order_by()
    return rows.values_list("organisation", "initiative__themes", "initiative__slug")


def _read_calls(day: dt.date) -> Triples:
    rows = Call.objects.placed_here().open(day).filter(kind=Call.Kind.LOOKING, organisation__kind=KIND).order_by()
    own = rows.values_list("organisation", "theme", "slug")
    return [*own, *rows.values_list("organisation", "initiative__themes", "slug")]
