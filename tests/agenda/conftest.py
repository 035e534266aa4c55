"""Two cities and an association that draw up an agenda."""

import pytest

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Commitment, Edition
from stedennet.core.access import SYSTEM
from tests.builders.editions import make_edition
from tests.fixtures.agenda import vng  # noqa: F401


@pytest.fixture
def draft(eindhoven, utrecht, vng) -> Edition:  # noqa: F811
    return make_edition(eindhoven, utrecht, vng, actions=2)


@pytest.fixture
def commitment(draft) -> Commitment:
    """The first action of the draft, with a description to talk about."""
    one = draft.commitments.get(action__code="SM-1")
    one.description = "Wij bouwen laadpalen."
    return save_record(one, by=SYSTEM)
