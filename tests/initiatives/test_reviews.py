"""Editors publish an initiative, ask for more or reject it, with a reason that reaches the author."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.changes.models import Change
from stedennet.core.access import LinkHolder
from stedennet.core.errors import NotAllowed, Refused
from stedennet.initiatives.flows import initiatives, reviews
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.rules.states import AUTHOR, EDITOR, STEPS, State, Step, apply_step, list_steps
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import confirmed, make_initiative
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def mails(template_word):
    return [one for one in OutgoingMail.objects.order_by("id") if template_word in one.subject]


def test_an_editor_publishes_and_the_log_and_the_writer_know(mobility, eindhoven, editor):
    one = reviews.take_initiative_step(confirmed(), Step.PUBLISH, by=editor)
    assert one.published_at
    assert Change.objects.get(subject_type="initiatives.initiative").verb == "published"
    assert mails("Op de site")[0].to == "jo@example.org"


def test_without_a_theme_nothing_is_published(mobility, eindhoven, editor):
    with pytest.raises(Refused, match="thema"):
        reviews.take_initiative_step(confirmed(theme=""), Step.PUBLISH, by=editor)


def test_an_editor_asks_for_more_and_the_writer_says_what_changed(mobility, eindhoven, editor):
    one = reviews.take_initiative_step(confirmed(), Step.ASK, by=editor, words="Wie doet er mee?")
    assert "Wie doet er mee?" in mails("aanvullen")[0].text
    with pytest.raises(Refused, match="veranderd"):
        reviews.take_initiative_step(one, Step.RESUBMIT, by=LinkHolder(Initiative, one.pk))
    one = reviews.take_initiative_step(
        one, Step.RESUBMIT, by=LinkHolder(Initiative, one.pk), words="De partners staan erbij."
    )
    assert (one.state, one.state_words) == (State.IN_REVIEW, "De partners staan erbij.")


def test_a_rejection_has_a_reason_that_reaches_the_writer(mobility, eindhoven, editor):
    one = confirmed()
    with pytest.raises(Refused, match="reden"):
        reviews.take_initiative_step(one, Step.REJECT, by=editor, words=" ")
    reviews.take_initiative_step(one, Step.REJECT, by=editor, words="Dit is reclame.")
    assert "Dit is reclame." in mails("Niet geplaatst")[0].text


def test_nobody_else_judges_or_changes(mobility, eindhoven, utrecht):
    one, other = confirmed(), make_initiative(theme=mobility)
    for by in (speaks_for(utrecht), LinkHolder(Initiative, other.pk), LinkHolder(Initiative, one.pk)):
        with pytest.raises(NotAllowed):
            reviews.take_initiative_step(one, Step.PUBLISH, by=by)
    for by in (speaks_for(utrecht), LinkHolder(Initiative, other.pk)):
        with pytest.raises(NotAllowed):
            initiatives.update_initiative(one, {"description": "x"}, by=by)


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from([EDITOR, AUTHOR])), max_size=12))
def test_whatever_is_tried_only_the_steps_of_the_table_are_taken(tries):
    state = State.CONFIRMED
    for step, by in tries:
        possible = step in list_steps(state, by=by)
        try:
            new = apply_step(state, step, by=by)
        except Refused:
            assert not possible
        else:
            assert possible
            assert STEPS[state, step] == (new, by)
            state = new


def test_publishing_again_keeps_the_first_moment(mobility, editor, clock):
    initiative = make_initiative(theme=mobility)
    first = initiative.published_at
    clock.later(days=1)
    initiative = reviews.take_initiative_step(initiative, Step.ARCHIVE, by=editor, words="Gestopt.")
    again = reviews.take_initiative_step(initiative, Step.PUBLISH, by=editor)
    assert again.state_at > first
    assert again.published_at == first
