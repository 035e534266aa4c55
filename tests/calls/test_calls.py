"""The funnel of calls, and the table of their steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.calls.flows import conversations
from stedennet.calls.models import Call
from stedennet.calls.querysets import funnel
from stedennet.calls.rules.states import EDITOR, OWNER, STEPS, State, Step, Talk, apply_step, list_steps
from stedennet.core.errors import Refused
from tests.builders.calls import answered, owner, placed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_funnel_counts_calls_interests_talks_and_partnerships(call, mobility):
    assert funnel.count_funnel() == funnel.Funnel(1, 0, 0, 0)
    first, _second = answered(call), answered(call, "an@example.org")
    conversations.send_message(first, "Hallo.", by=owner(call))
    assert funnel.count_funnel() == funnel.Funnel(1, 2, 1, 0)
    conversations.set_talk(first, Talk.AGREED, by=owner(call))
    assert funnel.count_funnel(Call.objects.about("smart-mobility")) == funnel.Funnel(1, 2, 1, 1)
    assert funnel.count_funnel(Call.objects.about("iets-anders")) == funnel.Funnel(0, 0, 0, 0)
    placed(title="Nog niet op de site", email="an@example.org")
    assert funnel.count_funnel().calls == 1


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from([EDITOR, OWNER])), max_size=10))
def test_whatever_is_tried_only_the_steps_of_the_table_are_taken(tries):
    state = State.CONFIRMED
    for step, by in tries:
        possible = step in list_steps(state, by=by)
        if not possible:
            with pytest.raises(Refused):
                apply_step(state, step, by=by)
        else:
            state = apply_step(state, step, by=by)
            assert state in {end for end, _who in STEPS.values()}
