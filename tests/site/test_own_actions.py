"""Who works on an action tells how it goes; nobody else does."""

from decimal import Decimal

import pytest

from stedennet.agenda.flows import editions
from stedennet.agenda.models import (
    Action,
    Confirmation,
    Indicator,
    Milestone,
    ProgressUpdate,
    StatedStatus,
    YearAmount,
)
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from tests.builders.editions import adopt, make_edition, partner
from tests.builders.people import speaks_for
from tests.fixtures.agenda import vng  # noqa: F401
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db
PAGE = "/account/acties/SM-1/"


@pytest.fixture
def agenda(eindhoven, utrecht, vng):  # noqa: F811
    edition = make_edition(eindhoven, vng, actions=2)
    partner(edition.commitments.get(action__code="SM-1"), utrecht)
    return adopt(edition)


@pytest.fixture
def as_representative(client):
    def sign_in(organisation):
        client.force_login(speaks_for(organisation))
        return client

    return sign_in


def test_the_account_lists_the_actions_of_ones_organisation(as_representative, agenda, utrecht):
    page = as_representative(utrecht).get("/account/").content.decode()
    assert PAGE in page
    assert "/account/acties/SM-2/" not in page


def test_telling_what_happened(as_representative, agenda, eindhoven):
    client = as_representative(eindhoven)
    typed = pressed("voortgang", on=str(today()), text="De eerste bijeenkomst was goed bezocht.")
    assert client.post(PAGE, typed).status_code == 302
    assert ProgressUpdate.objects.get().author.email == "eindhoven@example.org"
    page = client.get("/agenda/acties/SM-1/").content.decode()
    assert "goed bezocht" in page
    assert ProgressUpdate.objects.get().organisation == eindhoven
    assert '<span class="quiet">Eindhoven</span>' in page


def test_a_partner_tells_in_its_own_name(as_representative, agenda, utrecht):
    as_representative(utrecht).post(PAGE, pressed("voortgang", on=str(today()), text="Wij meten mee."))
    assert ProgressUpdate.objects.get().organisation == utrecht


def test_a_milestone_is_reached_on_a_day(as_representative, agenda, eindhoven):
    action = Action.objects.get(code="SM-1")
    one = Milestone.objects.create(action=action, title="Tien sensoren hangen", due_on=today(), precision="day")
    client = as_representative(eindhoven)
    typed = {"milestone": one.pk, "state": "done", "on": "2026-01-02"}
    assert client.post(PAGE, pressed("mijlpaal", **typed)).status_code == 302
    one.refresh_from_db()
    assert (one.state, str(one.completed_on)) == ("done", "2026-01-02")
    for wrong in ({"milestone": "9"}, {"state": "x"}, {"on": "2099-01-01"}, {"on": "gisteren"}):
        assert client.post(PAGE, pressed("mijlpaal", **typed | wrong)).status_code == 422
    assert client.post(PAGE, pressed("mijlpaal", **typed | {"state": "planned", "on": ""})).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.completed_on) == ("planned", None)


@pytest.fixture
def indicator(agenda):
    return Indicator.objects.create(action=Action.objects.get(code="SM-1"), name="Sensoren", unit="stuks")


def test_a_measured_value_is_told_by_who_works_on_it(as_representative, indicator, utrecht):
    client = as_representative(utrecht)
    typed = {"indicator": indicator.pk, "value": "12,5", "on": "2026-01-02"}
    assert client.post(PAGE, pressed("meting", **typed)).status_code == 302
    assert [(str(one.value), one.kind) for one in indicator.points.all()] == [("12.5000", "value")]
    again = client.post(PAGE, pressed("meting", **typed | {"value": "13"}))
    assert again.status_code == 422
    assert "staat er al: 12.5 stuks" in again.content.decode()
    assert client.post(PAGE, pressed("meting", **typed | {"value": "13", "replaces": "on"})).status_code == 302
    assert "13" in client.get("/agenda/acties/SM-1/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "1.500"}, "zonder punten"),
        ({"value": "veel"}, "Voer een getal in"),
        ({"value": "1e30"}, "cijfers"),
        ({"value": "NaN"}, "Voer een getal in"),
        ({"on": "2099-01-01"}, "moet nog komen"),
        ({"indicator": "99"}, "geldige keuze"),
    ],
)
def test_what_is_wrong_with_a_value_is_said(as_representative, indicator, eindhoven, wrong, words):
    typed = {"indicator": indicator.pk, "value": "12", "on": "2026-01-02", **wrong}
    refused = as_representative(eindhoven).post(PAGE, pressed("meting", **typed))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not indicator.points.exists()


def test_what_was_spent_is_typed_as_people_write_money(as_representative, agenda, utrecht):
    client = as_representative(utrecht)
    typed = {"year": "2025", "euros": "€ 1.000,50", "payer": "utrecht"}
    for _twice in range(2):
        assert client.post(PAGE, pressed("besteding", **typed)).status_code == 302
    amount = YearAmount.objects.get()
    assert (amount.euros, amount.payer) == (Decimal("1000.50"), utrecht)
    assert "1.000,50" in client.get(PAGE).content.decode()
    other = client.post(PAGE, pressed("besteding", **typed | {"euros": "900"}))
    assert other.status_code == 422
    assert "Voor dit jaar staat er al" in other.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"euros": "veel geld"}, "geen getal"),
        ({"euros": "-5"}, "geen bedrag"),
        ({"euros": ""}, "verplicht"),
        ({"year": "2099"}, "moet nog komen"),
        ({"year": "20"}, "2000"),
        ({"payer": "<script>alert(1)</script>", "euros": "x"}, "&lt;script&gt;"),
    ],
)
def test_what_is_wrong_with_an_amount_is_said_and_nothing_typed_is_lost(
    as_representative, agenda, utrecht, wrong, words
):
    typed = {"year": "2025", "euros": "10", "payer": "de stad Utrecht", **wrong}
    refused = as_representative(utrecht).post(PAGE, pressed("besteding", **typed))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "de stad Utrecht" in refused.content.decode() or "payer" in wrong
    assert not YearAmount.objects.exists()


def test_still_right_counts_once_a_day(as_representative, agenda, utrecht):
    client = as_representative(utrecht)
    for _ in range(2):
        assert client.post(PAGE, {"wat": "klopt"}).status_code == 302
    assert Confirmation.objects.count() == 1
    assert "pas nagekeken" in client.get("/agenda/acties/SM-1/").content.decode()


def test_stating_how_it_stands_and_letting_the_facts_speak_again(as_representative, agenda, eindhoven):
    client = as_representative(eindhoven)
    client.post(PAGE, pressed("stand", status="late", reason="De leverancier is failliet."))
    assert "De leverancier is failliet." in client.get("/agenda/acties/SM-1/").content.decode()
    client.post(PAGE, pressed("stand", status="at_risk", reason="Er is een nieuwe."))
    client.post(PAGE, pressed("stand", status=""))
    assert StatedStatus.objects.filter(ended_at=None).count() == 0
    assert StatedStatus.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        pressed("voortgang", on="2099-01-01", text="Morgen."),
        pressed("voortgang", on="gisteren", text="Iets."),
        pressed("voortgang", on="2026-01-01", text=" "),
        pressed("voortgang", on="2026-01-01", text="x", evidence_url="javascript:alert(1)"),
        pressed("stand", status="late"),
        pressed("stand", status="x", reason="y"),
        {"wat": "iets anders"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(as_representative, agenda, eindhoven, typed):
    assert as_representative(eindhoven).post(PAGE, typed).status_code == 422
    assert not ProgressUpdate.objects.exists()
    assert not StatedStatus.objects.exists()


def test_nobody_else_does(client, as_representative, agenda, vng):  # noqa: F811
    assert client.get(PAGE).status_code == 302
    client = as_representative(vng)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"wat": "klopt"}).status_code == 403
    assert not Confirmation.objects.exists()


def test_an_action_of_a_draft_is_not_found(as_representative, agenda, eindhoven):
    editions.open_draft(by=SYSTEM)
    assert as_representative(eindhoven).get("/account/acties/SM-77/").status_code == 404
