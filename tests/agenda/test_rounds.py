"""Update rounds: twice a year each organisation looks at all its actions on one page, by a personal link."""

import datetime as dt
import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.flows import rounds
from stedennet.agenda.flows.rounds import CHANGE, CONFIRM, STOP, ActionAnswer, open_round, process_due_rounds
from stedennet.agenda.models import Action, Confirmation, Milestone, ProgressUpdate, RoundMail, RoundRequest
from stedennet.agenda.personal_links import ROUND_LINK
from stedennet.agenda.rules.rounds import ROUND_LENGTH, STEP_DELAYS, Step, find_round_start, list_due_steps
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import adopt, make_edition, partner
from tests.builders.people import speaks_for
from tests.core.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition(clock, eindhoven, utrecht):
    Action.objects.create(code="SM-1", contact_email="contact@example.org")
    edition = make_edition(eindhoven, utrecht, actions=2)
    speaks_for(eindhoven)
    partner(edition.commitments.get(action__code="SM-2"), utrecht)
    return adopt(edition)


def told():
    """Who was asked or reminded, the oldest first."""
    return [one.to for one in OutgoingMail.objects.order_by("id") if re.search("nog\\?|hoorden wij", one.subject)]


def link_in(mail):
    return re.search(r"/agenda/bijwerken/([^/\s]+)/", mail.text)[1]


def asked_by_mail(address):
    mail = OutgoingMail.objects.filter(to=address, text__contains="/bijwerken/").latest("id")
    return ROUND_LINK.find(link_in(mail))


def test_a_round_begins_by_itself_on_the_first_of_april(edition, clock):
    assert process_due_rounds() == 0
    clock.later(days=30)
    assert process_due_rounds() == 2
    assert sorted(told()) == ["contact@example.org", "eindhoven@example.org"]
    assert RoundRequest.objects.get().round.opens_on == dt.date(2026, 4, 1)
    assert process_due_rounds() == 0


def test_no_round_for_a_day_on_which_the_edition_was_not_adopted_yet(edition, clock, settings):
    settings.UPDATE_MONTHS = [2]
    assert process_due_rounds() == 0


def test_reminders_come_after_two_weeks_and_the_office_hears_after_four(edition, clock):
    clock.later(days=30)
    process_due_rounds()
    clock.later(days=14)
    assert process_due_rounds() == 2
    clock.later(days=14)
    assert process_due_rounds() == 1
    assert told()[4:] == [settings.OFFICE_EMAIL]
    assert process_due_rounds() == 0


def test_a_worker_that_was_away_for_weeks_sends_one_mail_and_not_three(edition, clock):
    clock.later(days=30 + 20)
    assert process_due_rounds() == 2
    assert RoundMail.objects.count() == 2
    clock.later(days=1)
    assert process_due_rounds() == 0


def test_of_an_organisation_of_which_nobody_is_known_the_office_gets_the_link(clock, utrecht):
    adopt(make_edition(utrecht))
    Representation.objects.all().delete()
    open_round(by=SYSTEM)
    process_due_rounds()
    (mail,) = [one for one in OutgoingMail.objects.all() if "bijwerken" in one.text]
    assert mail.to == settings.OFFICE_EMAIL
    assert "doorsturen" in mail.text


def test_one_answer_may_confirm_change_and_stop(edition, clock, eindhoven):
    goal = Milestone.objects.create(action=Action.objects.get(code="SM-1"), title="Plan", due_on=today())
    open_round(by=SYSTEM)
    process_due_rounds()
    asked = asked_by_mail("contact@example.org")
    done = rounds.submit_answers(
        asked,
        [
            ActionAnswer("SM-1", CHANGE, text="Het plan is klaar.", phase="doing", milestones={goal.pk: "done"}),
            ActionAnswer("SM-2", STOP, reason="Het geld is op."),
        ],
    )
    assert done
    action = Action.objects.get(code="SM-1")
    goal.refresh_from_db()
    assert (action.phase, goal.state, goal.completed_on) == ("doing", "done", today())
    update = ProgressUpdate.objects.get()
    assert (update.text, update.organisation, update.author) == ("Het plan is klaar.", eindhoven, None)
    assert Action.objects.get(code="SM-2").stopped_reason == "Het geld is op."
    clock.later(days=14)
    assert process_due_rounds() == 0


def test_who_represents_the_organisation_answers_under_the_own_name(edition, clock):
    open_round(by=SYSTEM)
    process_due_rounds()
    rounds.submit_answers(asked_by_mail("eindhoven@example.org"), [ActionAnswer("SM-1", CONFIRM)])
    assert Confirmation.objects.get().by.email == "eindhoven@example.org"


def test_an_answer_in_parts_is_reminded_of_the_rest(edition, clock):
    open_round(by=SYSTEM)
    process_due_rounds()
    assert not rounds.submit_answers(asked_by_mail("contact@example.org"), [ActionAnswer("SM-1", CONFIRM)])
    clock.later(days=14)
    assert process_due_rounds() == 2


def test_one_wrong_row_stores_nothing_and_names_the_row(edition, clock):
    open_round(by=SYSTEM)
    process_due_rounds()
    asked = asked_by_mail("contact@example.org")
    with pytest.raises(RefusedFields) as refused:
        rounds.submit_answers(
            asked, [ActionAnswer("SM-1", CONFIRM), ActionAnswer("SM-2", STOP), ActionAnswer("SM-9", STOP)]
        )
    assert list(refused.value.fields) == ["SM-2-reason"]
    assert Confirmation.objects.count() == 0


def test_a_change_without_a_change_is_refused(edition, clock):
    open_round(by=SYSTEM)
    process_due_rounds()
    with pytest.raises(RefusedFields, match="Zeg wat er veranderde"):
        rounds.submit_answers(asked_by_mail("contact@example.org"), [ActionAnswer("SM-1", CHANGE)])


def test_a_link_opens_only_the_own_organisation_and_only_while_the_round_runs(edition, clock, eindhoven):
    open_round(by=SYSTEM)
    process_due_rounds()
    request = RoundRequest.objects.get()
    token = link_in(OutgoingMail.objects.filter(to="contact@example.org", text__contains="/bijwerken/").get())
    forged = token.replace(f"{request.pk}-", f"{request.pk + 1}-")
    assert ROUND_LINK.find(token)
    assert ROUND_LINK.find(forged) is None
    assert ROUND_LINK.find("") is None
    clock.later(days=ROUND_LENGTH.days + 1)
    assert ROUND_LINK.find(token) is None


def test_who_no_longer_speaks_for_the_organisation_has_a_dead_link(edition, clock):
    open_round(by=SYSTEM)
    process_due_rounds()
    assert asked_by_mail("eindhoven@example.org")
    Representation.objects.all().delete()
    assert asked_by_mail("eindhoven@example.org") is None


def test_only_the_office_begins_a_round_and_only_one_at_a_time(edition, clock, eindhoven):
    with pytest.raises(NotAllowed):
        open_round(by=speaks_for(eindhoven))
    first = open_round(by=SYSTEM)
    assert open_round(by=SYSTEM) == first
    clock.later(days=1)
    with pytest.raises(Refused, match="loopt al"):
        open_round(by=SYSTEM)


def test_two_workers_at_once_ask_once(committing, clock, eindhoven, utrecht):
    speaks_for(eindhoven)
    Action.objects.create(code="SM-1", contact_email="contact@example.org")
    adopt(make_edition(eindhoven, utrecht, actions=2))
    clock.later(days=30)
    together(process_due_rounds, process_due_rounds)
    assert sorted(told()) == ["contact@example.org", "eindhoven@example.org"]


@given(st.dates(dt.date(2000, 2, 1), dt.date(2100, 1, 1)), st.sets(st.integers(1, 12), min_size=1))
def test_the_newest_round_lies_at_most_a_year_back(day, months):
    found = find_round_start(day, months)
    assert found.day == 1
    assert found.month in months
    assert dt.timedelta(0) <= day - found <= dt.timedelta(366)


@given(st.lists(st.integers(0, 60), min_size=1).map(sorted))
def test_on_whatever_days_the_worker_looks_each_step_is_taken_once(days):
    start, taken = dt.date(2026, 4, 1), []
    for day in days:
        taken += [
            one
            for one in list_due_steps(start, start + ROUND_LENGTH, today=start + dt.timedelta(day))
            if one not in taken
        ]
    assert len(taken) == len(set(taken))
    in_time = [day for day in days if day <= ROUND_LENGTH.days]
    assert taken == [step for step in Step if in_time and in_time[-1] >= STEP_DELAYS[step].days]
