"""The list of suppressions in the admin: seen by editors, lifted by administrators who give a reason."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from stedennet.accounts.models import User
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.mailing.flows import suppressions
from stedennet.mailing.flows.suppressions import (
    Selection,
    is_suppressed,
    lift_selected_suppressions,
    lift_suppression,
    suppress_address,
)
from stedennet.mailing.models import Suppression

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def office(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return User.objects.create_user("redactie@example.org", is_editor=True)


@pytest.fixture
def administrator(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return User.objects.create_superuser("beheer@example.org")


def edit(client, record, **fields):
    values = {"email": record.email, "note": record.note, "lifted_reason": "", **fields}
    return client.post(f"/beheer/suppression/edit/{record.pk}/", values)


def test_an_editor_sees_the_list_with_reason_and_date(client, office):
    suppress_address("anna@example.org", reason="complaint")
    client.force_login(office)
    page = client.get("/beheer/suppression/").content.decode()
    assert "anna@example.org" in page
    assert "klacht" in page


def test_an_editor_puts_an_address_on_the_list(client, office):
    client.force_login(office)
    client.post("/beheer/suppression/new/", {"email": "Anna@example.org", "note": "belde", "lifted_reason": ""})
    assert Suppression.objects.get().reason == "by_hand"
    assert is_suppressed("anna@example.org")


def test_an_administrator_lifts_with_a_reason(client, administrator):
    record = suppress_address("anna@example.org", reason="hard")
    client.force_login(administrator)
    edit(client, record, lifted_reason="Het postvak is hersteld.")
    assert not is_suppressed("anna@example.org")
    record.refresh_from_db()
    assert record.lifted_by == "beheer@example.org"


def test_an_editor_lifts_nothing(client, office):
    record = suppress_address("anna@example.org", reason="hard")
    client.force_login(office)
    edit(client, record, lifted_reason="Zomaar.")
    assert is_suppressed("anna@example.org")
    with pytest.raises(NotAllowed):
        lift_suppression(record, reason="Zomaar.", by=office)


def test_without_a_reason_nothing_is_lifted(administrator):
    with pytest.raises(RefusedFields):
        lift_suppression(suppress_address("anna@example.org", reason="hard"), reason=" ", by=administrator)


def test_the_list_is_not_wiped_and_its_addresses_stay(administrator):
    record = suppress_address("anna@example.org", reason="hard")
    with pytest.raises(Refused):
        suppressions.refuse_deletion(record, by=administrator)
    record.email = "ben@example.org"
    with pytest.raises(RefusedFields):
        suppressions.save_suppression(record, by=administrator)


def test_after_lifting_it_can_be_suspended_again(administrator):
    lift_suppression(suppress_address("anna@example.org", reason="hard"), reason="hersteld", by=administrator)
    suppress_address("anna@example.org", reason="hard")
    assert is_suppressed("anna@example.org")
    assert Suppression.objects.count() == 2


def test_the_database_guards_the_list(administrator):
    suppress_address("anna@example.org", reason="hard")
    for wrong in ({"lifted_by": "somebody"}, {"reason": "nonsense"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suppression.objects.update(**wrong)


def some_addresses() -> None:
    suppress_address("anna@eindhoven.example", reason="hard")
    suppress_address("ben@eindhoven.example", reason="soft")
    suppress_address("carla@eindhoven.example", reason="complaint")
    suppress_address("dirk@eindhoven.example", reason="by_hand")
    suppress_address("els@breda.example", reason="hard")


def in_force() -> set[str]:
    return {row.email[0] for row in Suppression.objects.filter(lifted_at=None)}


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        (Selection(domain="eindhoven.example"), "cde"),
        (Selection(reason="hard"), "bcd"),
        (Selection(domain="eindhoven.example", reason="soft"), "acde"),
        (Selection(reason="complaint", domain="breda.example"), "abcd"),
        (Selection(first=dt.date(2026, 3, 2)), "cd"),
        (Selection(first=dt.date(2026, 3, 3)), "abcde"),
        (Selection(last=dt.date(2026, 3, 1)), "abcde"),
        (Selection(last=dt.date(2026, 3, 2)), "cd"),
    ],
)
def test_many_are_lifted_at_once_but_nobodys_own_wish(clock, administrator, selection, left):
    clock.moment = dt.datetime(2026, 3, 2, 22, 30, tzinfo=dt.UTC)  # Half past eleven in the evening in Amsterdam.
    some_addresses()
    assert lift_selected_suppressions(selection, reason="De server was stuk.", by=administrator) == 5 - len(left)
    assert in_force() == set(left)


def test_nothing_is_lifted_together_without_a_choice_a_reason_or_the_right(administrator, office):
    some_addresses()
    with pytest.raises(Refused):
        lift_selected_suppressions(Selection(), reason="Zomaar.", by=administrator)
    with pytest.raises(RefusedFields):
        lift_selected_suppressions(Selection(reason="hard"), reason=" ", by=administrator)
    with pytest.raises(NotAllowed):
        lift_selected_suppressions(Selection(reason="hard"), reason="Zomaar.", by=office)
    assert in_force() == set("abcde")


LIFT = "/beheer/mailings/adressen-opheffen/"


def test_an_administrator_sees_how_many_before_he_lifts_them(client, administrator):
    some_addresses()
    client.force_login(administrator)
    asked = {"domain": "Eindhoven.example", "reason": "", "first": "", "last": "", "lifted_reason": "Server stuk."}
    page = client.post(LIFT, {**asked, "do": "count"}).content.decode()
    assert "2 adressen" in page
    assert "anna@eindhoven.example" in page
    assert in_force() == set("abcde")
    client.post(LIFT, {**asked, "do": "lift"})
    assert in_force() == set("cde")


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, administrator):
    client.force_login(administrator)
    page = client.post(LIFT, {"lifted_reason": "Server stuk.", "first": "2026-03-02", "last": "2026-03-01"})
    assert (page.status_code, "Server stuk." in page.content.decode()) == (422, True)
    nothing = client.post(LIFT, {"lifted_reason": "Server stuk."})
    assert "Kies een domein, een reden of een periode." in nothing.content.decode()


def test_an_editor_does_not_lift_many(client, office):
    client.force_login(office)
    assert client.get(LIFT).status_code in (302, 403)
