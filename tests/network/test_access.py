"""Permissions in one table: each kind of actor tries each flow on each kind of record."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from stedennet.accounts.models import User
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.admin_viewsets import FlowPolicy
from stedennet.core.errors import NotAllowed
from stedennet.network.access import can_edit_organisation, is_representative
from stedennet.network.flows.records import can_edit_records, confirm_record, remove_record, save_record
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Organisation, Participation, Representation
from stedennet.network.wagtail_hooks import RECORD_FLOWS
from tests.builders.organisations import municipality

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)
MAY = {
    "anonymous": False,
    "plain user": False,
    "representative": False,
    "moderator": False,
    "editor": True,
    "superuser": True,
    "inactive editor": False,
    "inactive superuser": False,
    "the program": True,
}
everybody = pytest.mark.parametrize(("who", "may"), list(MAY.items()), ids=list(MAY))


def somebody(who: str, organisation: Organisation) -> object:
    """Create an actor of this kind; the representative speaks for `organisation`."""
    if who in ("anonymous", "the program"):
        return AnonymousUser() if who == "anonymous" else SYSTEM
    user = User.objects.create_user(
        "iemand@example.org",
        is_editor="editor" in who,
        is_moderator="moderator" in who,
        is_superuser="superuser" in who,
        is_active="inactive" not in who,
    )
    if who == "representative":
        grant_representation(Representation(user=user, organisation=organisation), by=SYSTEM)
    return user


def try_keep_new(by, organisation):
    save_record(municipality("GM0344", "Utrecht"), by=by)


def try_keep_changed(by, organisation):
    organisation.name = "Lichtstad"
    save_record(organisation, by=by)


def try_keep_a_step(by, organisation):
    save_record(Participation(organisation=organisation, step="participant", on=DAY), by=by)


def try_let_somebody_represent(by, organisation):
    person = User.objects.create_user("ander@example.org")
    save_record(Representation(user=person, organisation=organisation), by=by)


def try_remove(by, organisation):
    Representation.objects.all().delete()
    remove_record(organisation, by=by)


def try_confirm(by, organisation):
    confirm_record(organisation, by=by, day=DAY)


def facts() -> list:
    """Everything that these flows could change, apart from the actors themselves."""
    return [
        list(Organisation.objects.order_by("pk").values()),
        list(Participation.objects.values()),
        list(Representation.objects.filter(user__email="ander@example.org").values()),
        list(Change.objects.values()),
    ]


@everybody
@pytest.mark.parametrize(
    "attempt",
    [try_keep_new, try_keep_changed, try_keep_a_step, try_let_somebody_represent, try_remove, try_confirm],
    ids=lambda attempt: attempt.__name__.removeprefix("try_"),
)
def test_who_may_changes_it_and_who_may_not_changes_nothing(eindhoven, who, may, attempt):
    by, before = somebody(who, eindhoven), facts()
    if may:
        attempt(by, eindhoven)
        assert facts() != before
    else:
        with pytest.raises(NotAllowed):
            attempt(by, eindhoven)
        assert facts() == before


@everybody
def test_the_button_and_the_admin_say_what_the_guard_says(eindhoven, who, may):
    by = somebody(who, eindhoven)
    assert can_edit_records(by, eindhoven) is can_edit_records(by) is may
    policy = FlowPolicy(Organisation, RECORD_FLOWS)
    for action in ("add", "change", "delete", "view"):
        assert policy.user_has_permission(by, action) is may
        assert policy.user_has_permission_for_instance(by, action, eindhoven) is may


@everybody
def test_only_a_representative_keeps_one_organisation_without_keeping_all(eindhoven, utrecht, who, may):
    by = somebody(who, eindhoven)
    assert can_edit_organisation(by, eindhoven, day=DAY) is (may or who == "representative")
    assert can_edit_organisation(by, utrecht, day=DAY) is may
    assert is_representative(by, eindhoven, day=DAY) is (who == "representative")


@pytest.mark.parametrize(
    ("day", "speaks"),
    [
        (dt.date(2019, 12, 31), False),
        (dt.date(2020, 1, 1), True),
        (dt.date(2020, 12, 31), True),
        (dt.date(2021, 1, 1), False),
    ],
    ids=str,
)
def test_somebody_speaks_from_the_first_day_up_to_the_day_of_the_end(eindhoven, day, speaks):
    user = User.objects.create_user("iemand@example.org")
    period = {"begins_on": dt.date(2020, 1, 1), "ends_on": dt.date(2021, 1, 1)}
    grant_representation(Representation(user=user, organisation=eindhoven, **period), by=SYSTEM)
    assert is_representative(user, eindhoven, day=day) is speaks


def test_who_represents_whom_is_not_said_in_public(eindhoven):
    news = Change.objects.count()
    try_let_somebody_represent(SYSTEM, eindhoven)
    assert Change.objects.count() == news


def test_a_representation_that_nobody_confirmed_counts_nowhere():
    eindhoven = save_record(municipality("GM0772", "Eindhoven"), by=SYSTEM)
    user = User.objects.create_user("iemand@example.org")
    Representation.objects.create(user=user, organisation=eindhoven, may_sign=True)
    assert not Representation.objects.on(DAY).exists()
    assert not is_representative(user, eindhoven, day=DAY)
    assert not Representation.objects.for_organisation(eindhoven.pk, day=DAY).exists()
