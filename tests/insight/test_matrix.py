"""The snapshot of the matrix: what it counts, that it follows the log, and that it shows only what is public."""

import pytest
from django.db import IntegrityError

from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.records import store_record
from stedennet.initiatives.flows import reviews
from stedennet.initiatives.models import Adoption
from stedennet.initiatives.rules.states import Step
from stedennet.insight.flows.matrix import REMAKE_AFTER, update_matrix
from stedennet.insight.models import MatrixSnapshot
from stedennet.insight.querysets.matrix import compute_cells, find_snapshot, pack_cells, read_cells, unpack_cells
from stedennet.insight.rules.matrix import Place, State
from stedennet.network.flows.records import remove_record, save_record
from stedennet.network.models import ThemeRole
from tests.builders.calls import make_call
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(eindhoven, mobility) -> Place:
    """The cell of Eindhoven for Smart Mobility."""
    return Place(eindhoven.pk, mobility.pk)


@pytest.fixture
def initiative(eindhoven, mobility):
    made = make_initiative("Slimme palen", theme=mobility)
    made.cities.add(eindhoven)
    return made


def cell(place):
    return read_cells(day=today()).get(place, {})


def test_a_cell_holds_the_role_the_initiative_and_the_call(here, lead, initiative):
    make_call(organisation_id=here.municipality, theme_id=here.theme)
    assert cell(here) == {
        State.LEADS: ["smart-mobility"],
        State.INITIATIVE: ["slimme-palen"],
        State.CALL: ["laadpleinen"],
    }


def test_a_follower_and_a_participant_are_told_apart(here, utrecht, eindhoven, mobility):
    save_record(ThemeRole(theme=mobility, organisation=eindhoven, role="follower"), by=SYSTEM)
    save_record(ThemeRole(theme=mobility, organisation=utrecht, role="participant"), by=SYSTEM)
    assert set(cell(here)) == {State.FOLLOWER}
    assert set(cell(Place(utrecht.pk, mobility.pk))) == {State.PARTICIPANT}


def test_a_confirmed_adoption_counts_and_a_claimed_one_does_not(here, initiative, utrecht):
    there = Place(utrecht.pk, here.theme)
    adoption = Adoption.objects.create(
        initiative=initiative, organisation=utrecht, kind="as_is", told_at=initiative.published_at
    )
    assert cell(there) == {}
    Adoption.objects.filter(pk=adoption.pk).update(verdict=Adoption.Verdict.CONFIRMED)
    assert cell(there) == {State.ADOPTION: ["slimme-palen"]}


def test_an_offer_and_a_call_of_a_company_say_nothing_about_a_municipality(here):
    make_call("aanbod", kind="offering", organisation_id=here.municipality, theme_id=here.theme)
    make_call("van-niemand", theme_id=here.theme)
    assert cell(here) == {}


def test_only_municipalities_are_counted(mobility):
    company = store_record(municipality(None, "Bedrijf", kind="company", tooi_uri=None))
    save_record(ThemeRole(theme=mobility, organisation=company, role="participant"), by=SYSTEM)
    assert read_cells(day=today()) == {}


@pytest.mark.parametrize("state", ["confirmed", "in_review", "needs_work", "rejected"])
def test_what_is_not_published_is_not_in_it(here, eindhoven, mobility, state):
    made = make_initiative("Geheim", publish=False, theme=mobility, state=state, state_words="Omdat.")
    made.cities.add(eindhoven)
    assert cell(here) == {}


def test_what_was_withdrawn_is_gone_before_the_worker_comes(here, initiative):
    update_matrix()
    assert State.INITIATIVE in cell(here)
    reviews.take_initiative_step(initiative, Step.ARCHIVE, by=SYSTEM, words="Voorbij.")
    assert cell(here) == {}
    assert update_matrix()
    assert cell(here) == {}


def test_a_role_that_was_removed_is_gone_before_the_worker_comes(here, lead):
    update_matrix()
    assert State.LEADS in cell(here)
    remove_record(lead, by=SYSTEM)
    assert cell(here) == {}


def test_a_call_is_gone_the_day_after_it_closes_although_the_log_says_nothing(here, clock):
    make_call(organisation_id=here.municipality, theme_id=here.theme, closes_on=today())
    update_matrix()
    assert State.CALL in cell(here)
    clock.later(days=1)
    assert cell(here) == {}


def test_the_snapshot_is_read_while_it_is_current(here, lead, django_assert_num_queries):
    update_matrix()
    with django_assert_num_queries(1):
        assert State.LEADS in cell(here)


def test_the_cells_are_there_before_any_snapshot(here, lead):
    assert not MatrixSnapshot.objects.exists()
    assert State.LEADS in cell(here)
    assert not MatrixSnapshot.objects.exists(), "a reader wrote"


def test_the_worker_does_nothing_until_something_changed(here, lead, initiative):
    assert update_matrix()
    assert not update_matrix()
    remove_record(lead, by=SYSTEM)
    assert update_matrix()


def test_a_line_about_something_else_moves_the_position_and_nothing_more(here, lead):
    update_matrix()
    made_at = MatrixSnapshot.objects.get().made_at
    line = announce_change(MatrixSnapshot.objects.get(), "changed", title="Iets anders")
    assert not find_snapshot().is_behind
    assert not update_matrix()
    snapshot = MatrixSnapshot.objects.get()
    assert (snapshot.position, snapshot.made_at) == (line.pk, made_at)


def test_what_the_log_does_not_name_is_read_within_ten_minutes(here, mobility, clock):
    update_matrix()
    make_call(organisation_id=here.municipality, theme_id=here.theme)
    assert cell(here) == {}
    clock.later(seconds=REMAKE_AFTER.total_seconds())
    assert update_matrix()
    assert State.CALL in cell(here)


def test_the_cells_come_out_of_the_snapshot_as_they_went_in(here, lead, initiative):
    cells = compute_cells(day=today())
    assert unpack_cells(pack_cells(cells)) == cells


def test_there_is_one_snapshot(here):
    update_matrix()
    with pytest.raises(IntegrityError, match="matrix_snapshot_is_one"):
        MatrixSnapshot.objects.create(id=2, position=0, day=today(), made_at=MatrixSnapshot.objects.get().made_at)
