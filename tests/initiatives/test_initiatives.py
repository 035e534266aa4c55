"""Keeping an initiative up to date: claiming a tip, confirming that it is still correct, half-yearly reminders."""

from uuid import uuid4

import pytest
from django.conf import settings

from stedennet.core.access import SYSTEM, LinkHolder
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.initiatives.flows import initiatives, reviews
from stedennet.initiatives.flows.submissions import KNOWS
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.personal_links import INITIATIVE_LINK
from stedennet.initiatives.rules.states import Step
from stedennet.intake.flows import accept_submission, confirm_submission
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import confirmed, link_in, make_initiative
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def claim(one, organisation="Utrecht"):
    initiatives.submit_claim(
        one,
        organisation=organisation,
        name="Sam",
        email="sam@utrecht.example",
        role="programmamanager",
        language="nl",
        once=str(uuid4()),
        page=f"/initiatieven/{one.slug}/",
    )
    confirm_submission(link_in(OutgoingMail.objects.filter(to="sam@utrecht.example").latest("id"), "bevestigen"))
    return Submission.objects.latest("id")


def test_a_tip_is_published_and_taken_over_by_the_organisation_that_does_it(mobility, eindhoven, utrecht, editor):
    one = reviews.take_initiative_step(confirmed(part=KNOWS), Step.PUBLISH, by=editor)
    accept_submission(claim(one), by=SYSTEM)
    one.refresh_from_db()
    assert (one.lead, one.is_tip, one.contact_email) == (utrecht, False, "sam@utrecht.example")
    assert one.contact_level == "none"
    mail = OutgoingMail.objects.filter(to="sam@utrecht.example", subject__startswith="U beheert").get()
    assert INITIATIVE_LINK.find(link_in(mail, "mijn")) == one
    initiatives.update_initiative(one, {"description": "Nu van ons."}, by=LinkHolder(Initiative, one.pk))


def test_who_represents_the_city_is_invited_to_take_a_tip_over(mobility, eindhoven, editor):
    speaks_for(eindhoven)
    reviews.take_initiative_step(confirmed(part=KNOWS), Step.PUBLISH, by=editor)
    mail = OutgoingMail.objects.get(to="eindhoven@example.org")
    assert "/claimen/" in mail.text


def test_an_organisation_that_nobody_knows_cannot_claim(mobility, eindhoven, editor):
    one = reviews.take_initiative_step(confirmed(part=KNOWS), Step.PUBLISH, by=editor)
    with pytest.raises(Refused, match="kennen wij niet"):
        claim(one, "Bestaat BV")


def test_still_right_moves_the_day_of_the_next_look(mobility, eindhoven, clock):
    one = make_initiative(theme=mobility, lead=eindhoven)
    clock.later(days=100)
    initiatives.confirm_initiative(one, by=speaks_for(eindhoven))
    initiatives.confirm_initiative(one, by=speaks_for(eindhoven))
    one.refresh_from_db()
    assert one.next_review_on == today() + initiatives.REVIEW_INTERVAL
    assert one.confirmations.count() == 1


def test_every_half_year_the_owner_is_asked_once_also_after_a_pause(mobility, eindhoven, clock):
    one = make_initiative(theme=mobility, lead=eindhoven, contact_email="kees@example.org")
    initiatives.update_initiative(one, {}, by=SYSTEM)
    speaks_for(eindhoven)
    clock.later(days=181)
    assert initiatives.send_review_reminders() == 0
    clock.later(days=8)
    assert initiatives.send_review_reminders() == 2
    assert initiatives.send_review_reminders() == 0
    assert sorted(OutgoingMail.objects.filter(subject__startswith="Klopt dit").values_list("to", flat=True)) == [
        "eindhoven@example.org",
        "kees@example.org",
    ]


def test_without_anybody_the_office_is_asked(mobility, clock):
    initiatives.update_initiative(make_initiative(theme=mobility), {}, by=SYSTEM)
    clock.later(days=190)
    initiatives.send_review_reminders()
    assert OutgoingMail.objects.get(subject__startswith="Klopt dit").to == settings.OFFICE_EMAIL


def test_who_does_not_own_it_cannot_confirm(mobility, eindhoven, utrecht):
    with pytest.raises(NotAllowed):
        initiatives.confirm_initiative(make_initiative(theme=mobility, lead=eindhoven), by=speaks_for(utrecht))


def test_what_is_rejected_can_be_changed_by_nobody_but_editors(mobility, eindhoven, editor):
    one = reviews.take_initiative_step(confirmed(), Step.REJECT, by=editor, words="Reclame.")
    with pytest.raises(NotAllowed):
        initiatives.update_initiative(Initiative.objects.get(pk=one.pk), {}, by=LinkHolder(Initiative, one.pk))
