"""The list in the editors' door: seen by editors, lifted by administrators, with a reason."""

import pytest
from django.db import IntegrityError, transaction

from stedennet.accounts.models import User
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.mailing.flows import suppressing
from stedennet.mailing.flows.suppressing import is_suppressed, lift, suppress
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
    suppress("anna@example.org", reason="complaint")
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
    record = suppress("anna@example.org", reason="hard")
    client.force_login(administrator)
    edit(client, record, lifted_reason="Het postvak is hersteld.")
    assert not is_suppressed("anna@example.org")
    record.refresh_from_db()
    assert record.lifted_by == "beheer@example.org"


def test_an_editor_lifts_nothing(client, office):
    record = suppress("anna@example.org", reason="hard")
    client.force_login(office)
    edit(client, record, lifted_reason="Zomaar.")
    assert is_suppressed("anna@example.org")
    with pytest.raises(NotAllowed):
        lift(record, reason="Zomaar.", by=office)


def test_without_a_reason_nothing_is_lifted(administrator):
    with pytest.raises(RefusedFields):
        lift(suppress("anna@example.org", reason="hard"), reason=" ", by=administrator)


def test_the_list_is_not_wiped_and_its_addresses_stay(administrator):
    record = suppress("anna@example.org", reason="hard")
    with pytest.raises(Refused):
        suppressing.never(record, by=administrator)
    record.email = "ben@example.org"
    with pytest.raises(RefusedFields):
        suppressing.keep(record, by=administrator)


def test_after_lifting_it_can_be_suspended_again(administrator):
    lift(suppress("anna@example.org", reason="hard"), reason="hersteld", by=administrator)
    suppress("anna@example.org", reason="hard")
    assert is_suppressed("anna@example.org")
    assert Suppression.objects.count() == 2


def test_the_database_guards_the_list(administrator):
    suppress("anna@example.org", reason="hard")
    for wrong in ({"lifted_by": "somebody"}, {"reason": "nonsense"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suppression.objects.update(**wrong)
