"""What was merged or followed leads on, and never back to where it began."""

import pytest

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Strategy
from stedennet.core.access import SYSTEM
from stedennet.core.errors import RefusedFields

pytestmark = pytest.mark.django_db


def test_an_action_does_not_lead_back_to_itself():
    first, second, third = (save_record(Action(code=f"SM-{n}"), by=SYSTEM) for n in (1, 2, 3))
    first.merged_into = second
    save_record(first, by=SYSTEM)
    second.superseded_by = third
    save_record(second, by=SYSTEM)
    third.merged_into = first
    with pytest.raises(RefusedFields) as refused:
        save_record(third, by=SYSTEM)
    assert list(refused.value.fields) == ["merged_into"]
    third.merged_into, third.superseded_by = None, third
    with pytest.raises(RefusedFields) as refused:
        save_record(third, by=SYSTEM)
    assert list(refused.value.fields) == ["superseded_by"]


def test_a_strategy_does_not_follow_itself():
    old, new = (
        save_record(Strategy(slug=slug, title=slug, summary="Samen.", begins_on="2017-01-25"), by=SYSTEM)
        for slug in "ab"
    )
    old.successor = new
    save_record(old, by=SYSTEM)
    new.successor = old
    with pytest.raises(RefusedFields, match="weer uit"):
        save_record(new, by=SYSTEM)
