"""Saving records of the register: permissions, refusals with a sentence, and lines in the public log."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from stedennet.accounts.models import User
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.network.access import can_edit_network, can_edit_organisation
from stedennet.network.flows.records import confirm_record, remove_record, save_record
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Organisation, Representation, ThemeRole
from tests.builders.organisations import municipality

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


def person(what: str, organisation=None) -> object:
    """Create an actor of each kind in the table below."""
    if what == "nobody":
        return AnonymousUser()
    if what == "the program":
        return SYSTEM
    user = User.objects.create_user(
        email=f"{what.replace(' ', '.')}@example.org",
        password="x",
        is_editor="editor" in what,
        is_moderator=what == "moderator",
        is_superuser=what == "superuser",
        is_active="inactive" not in what,
    )
    if "representative" in what:
        end = dt.date(2025, 1, 1) if "former" in what else None
        period = {"begins_on": dt.date(2020, 1, 1), "ends_on": end}
        grant_representation(Representation(user=user, organisation=organisation, **period), by=SYSTEM)
    return user


@pytest.mark.parametrize(
    ("what", "network", "organisation"),
    [
        ("nobody", False, False),
        ("the program", True, True),
        ("reader", False, False),
        ("editor", True, True),
        ("inactive editor", False, False),
        ("moderator", False, False),
        ("superuser", True, True),
        ("representative", False, True),
        ("inactive representative", False, False),
        ("former representative", False, False),
    ],
)
def test_who_may_do_what(eindhoven, what, network, organisation):
    by = person(what, eindhoven)
    assert can_edit_network(by) is network
    assert can_edit_organisation(by, eindhoven, day=DAY) is organisation


def test_a_representative_of_one_organisation_does_not_keep_another(eindhoven, utrecht):
    assert not can_edit_organisation(person("representative", eindhoven), utrecht, day=DAY)


def test_who_may_not_changes_nothing():
    with pytest.raises(NotAllowed):
        save_record(municipality("GM0772", "Eindhoven"), by=person("reader"))
    assert not Organisation.objects.exists()
    assert not Change.objects.exists()


def test_a_new_organisation_becomes_public_in_the_log(eindhoven):
    change = Change.objects.get()
    assert (change.subject_type, change.subject_id, change.verb) == (
        "network.organisation",
        str(eindhoven.pk),
        "published",
    )


def test_a_new_lead_is_news_of_the_theme(eindhoven, mobility):
    save_record(ThemeRole(theme=mobility, organisation=eindhoven, role="lead", begins_on=today()), by=SYSTEM)
    change = Change.objects.latest_first()[0]
    assert change.subject_type == "network.theme"
    assert change.note == "Eindhoven is trekker van Smart Mobility"
    assert change.note_en == "Eindhoven leads Smart Mobility"
    assert change.behalf_of == "Eindhoven"


def test_a_second_lead_is_refused_in_words(lead, utrecht):
    with pytest.raises(RefusedFields, match="al een trekker"):
        save_record(ThemeRole(theme=lead.theme, organisation=utrecht, role="lead"), by=SYSTEM)


def test_an_overlap_is_refused_in_words(lead, utrecht):
    with pytest.raises(Refused, match="al een trekker"):
        save_record(
            ThemeRole(
                theme=lead.theme,
                organisation=utrecht,
                role="lead",
                begins_on=dt.date(2019, 1, 1),
                ends_on=dt.date(2020, 1, 1),
            ),
            by=SYSTEM,
        )


def test_what_others_need_stays(lead):
    with pytest.raises(Refused, match="hangen eraan vast"):
        remove_record(lead.organisation, by=SYSTEM)
    assert Organisation.objects.filter(pk=lead.organisation.pk).exists()


def test_what_is_removed_stays_in_the_log(utrecht):
    key = str(utrecht.pk)
    remove_record(utrecht, by=SYSTEM)
    assert [one.verb for one in Change.objects.filter(subject_id=key).order_by("id")] == ["published", "withdrawn"]


def test_still_right_counts_as_a_review(utrecht):
    confirm_record(utrecht, by=SYSTEM, day=DAY)
    utrecht.refresh_from_db()
    assert (utrecht.reviewed_on, utrecht.next_review_on) == (DAY, dt.date(2027, 1, 1))
