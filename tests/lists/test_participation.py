"""The list of steps towards joining: it has no filters; one line adds one."""

import pytest

from stedennet.core.access import SYSTEM
from stedennet.lists.facets import QueryFacet
from stedennet.lists.participation import PARTICIPATION
from stedennet.network.flows.records import save_record
from stedennet.network.models import Participation

from .checks import assert_names_are_checked, assert_one_line_adds_a_filter, count_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(eindhoven, utrecht):
    """Three steps of two cities."""
    for organisation, step, on in (
        (eindhoven, "interested", "2019-03-01"),
        (eindhoven, "participant", "2020-03-01"),
        (utrecht, "participant", "2021-03-01"),
    ):
        save_record(Participation(organisation=organisation, step=step, on=on), by=SYSTEM)


@pytest.mark.usefixtures("things")
def test_the_latest_step_stands_first():
    rows = [(row["organisatie"], str(row["op"])) for row in PARTICIPATION.as_data(PARTICIPATION.read({}))]
    assert rows == [("Utrecht", "2021-03-01"), ("Eindhoven", "2020-03-01"), ("Eindhoven", "2019-03-01")]


@pytest.mark.usefixtures("things")
def test_one_line_adds_a_filter():
    step = QueryFacet("stap", "Stap", lambda steps, step: steps.filter(step=step), count_values("step"))
    assert_one_line_adds_a_filter(PARTICIPATION, step)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(PARTICIPATION)
