"""One side reports what came of something, the other confirms or disputes it; only then it counts."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stedennet.agenda.models import CommitmentPartner
from stedennet.calls.models import Call
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.initiatives.flows import adoptions
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.outbox.models import OutgoingMail
from stedennet.yields.access import find_sides
from stedennet.yields.flows import yields
from stedennet.yields.flows.yields import YieldData
from stedennet.yields.models import Yield
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import make_initiative
from tests.builders.people import a_person, speaks_for
from tests.fixtures.calls import call  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DATA = YieldData(Decimal("1200"), "kWh per jaar", "eigen telling, mei 2027", "Minder stroom in de straat.")
TYPED = {"amount": "1200", "unit": "kWh per jaar", "source": "eigen telling, mei 2027", "words": "Minder stroom."}


@pytest.fixture
def adoption(mobility, eindhoven, utrecht):
    """Utrecht adopted an initiative of Eindhoven."""
    initiative = make_initiative(theme=mobility, lead=eindhoven)
    adopted = adoptions.submit_adoption(initiative, utrecht, AdoptionData("as_is"), by=speaks_for(utrecht))
    return adoptions.answer_adoption(adopted, "confirmed", by=speaks_for(eindhoven))


@pytest.fixture
def reported(adoption, utrecht):
    return yields.report_yield(adoption, utrecht, DATA, by=speaks_for(utrecht))


def test_the_other_side_is_asked_and_what_it_confirms_counts(client, reported, eindhoven, utrecht):
    (mail,) = OutgoingMail.objects.filter(template="yield_to_confirm")
    assert mail.to == "eindhoven@example.org"
    assert f"/opbrengsten/{reported.pk}/" in mail.text
    assert client.get("/opbrengsten/").context["totals"]["confirmed"] == []
    yields.answer_yield(reported, confirms=True, by=speaks_for(eindhoven))
    (total,) = client.get("/opbrengsten/").context["totals"]["confirmed"]
    assert total["figure"] == "1.200 kWh per jaar"
    note = "leverde op: 1.200 kWh per jaar, bevestigd door Utrecht en Eindhoven"
    assert Change.objects.latest("pk").note == note


def test_a_disputed_one_stays_with_its_reason_and_does_not_count(client, reported, eindhoven):
    with pytest.raises(Refused):
        yields.answer_yield(reported, confirms=False, by=speaks_for(eindhoven))
    yields.answer_yield(reported, confirms=False, by=speaks_for(eindhoven), words="Dat was een ander jaar.")
    page = client.get("/opbrengsten/")
    assert "Dat was een ander jaar." in page.content.decode()
    assert page.context["totals"]["confirmed"] == []
    yields.answer_yield(reported, confirms=True, by=speaks_for(eindhoven))
    assert Yield.objects.get().dispute == ""


def test_nobody_confirms_his_own_number(reported, utrecht):
    for person in (speaks_for(utrecht), a_person(), SYSTEM):
        with pytest.raises(NotAllowed):
            yields.answer_yield(reported, confirms=True, by=person)


def test_only_a_side_reports(adoption, eindhoven, utrecht):
    for person, organisation in ((a_person(), utrecht), (speaks_for(eindhoven), utrecht)):
        with pytest.raises(NotAllowed):
            yields.report_yield(adoption, organisation, DATA, by=person)


def test_the_same_report_again_is_one_yield_and_one_mail(adoption, reported, utrecht):
    assert yields.report_yield(adoption, utrecht, DATA, by=speaks_for(utrecht)) == reported
    assert OutgoingMail.objects.filter(template="yield_to_confirm").count() == 1


def test_the_sides_of_an_action_are_its_responsible_party_and_partners(eindhoven, utrecht):
    edition = make_edition(eindhoven)
    commitment = edition.commitments.get()
    CommitmentPartner.objects.create(commitment=commitment, organisation=utrecht)
    adopt(edition)
    assert find_sides(commitment.action) == [eindhoven, utrecht]


def test_the_sides_of_a_call_are_who_placed_it_and_the_partner_that_was_found(call, eindhoven, utrecht):  # noqa: F811
    assert find_sides(Call.objects.get()) == [eindhoven]
    Call.objects.update(state="closed", outcome="found", outcome_partner="Utrecht")
    assert find_sides(Call.objects.get()) == [eindhoven, utrecht]


def test_the_form_reports_and_the_page_answers(client, adoption, eindhoven, utrecht):
    url = f"/opbrengsten/melden/?bij=overname:{adoption.pk}"
    assert client.get(url).status_code == 302
    client.force_login(speaks_for(utrecht))
    answer = client.post(url, TYPED | {"organisation": utrecht.pk, "amount": "veel"})
    assert answer.status_code == 422
    assert "Minder stroom." in answer.content.decode()
    assert client.post(url, TYPED | {"organisation": eindhoven.pk}).status_code == 422
    answer = client.post(url, TYPED | {"organisation": utrecht.pk})
    found = Yield.objects.get()
    assert answer["Location"] == reverse("yield", args=[found.pk])
    client.post(answer["Location"], {"wat": "bevestig"})
    found.refresh_from_db()
    assert found.state == "reported"
    client.force_login(speaks_for(eindhoven))
    assert client.post(answer["Location"], {"wat": "betwist", "words": ""}).status_code == 422
    client.post(answer["Location"], {"wat": "bevestig"})
    found.refresh_from_db()
    assert (found.state, found.answered_by) == ("confirmed", eindhoven)
    assert (
        f"bij=overname:{adoption.pk}"
        in client.get(f"/initiatieven/{adoption.initiative.slug}/overnames/").content.decode()
    )


@pytest.mark.parametrize(
    "named", ["", "actie:XX-1", "oproep:geen", "overname:x", "overname:99999999999999999999", "x:1", "\0"]
)
def test_what_is_not_there_gets_no_report(client, utrecht, named):
    client.force_login(speaks_for(utrecht))
    assert client.get("/opbrengsten/melden/", {"bij": named}).status_code == 404


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "x" * 400])
def test_hostile_words_stay_words(client, adoption, utrecht, text):
    client.force_login(speaks_for(utrecht))
    url = f"/opbrengsten/melden/?bij=overname:{adoption.pk}"
    assert client.post(url, TYPED | {"organisation": utrecht.pk, "words": text}).status_code in (302, 422)
    assert "<script>alert" not in client.get("/opbrengsten/").content.decode()


def test_an_editor_records_what_a_source_says_and_it_is_told_apart(client, adoption, editor):
    found = yields.save_yield(
        Yield(adoption=adoption, amount=3, unit="straten", source="https://example.org/"), by=editor
    )
    totals = client.get("/opbrengsten/").context["totals"]
    assert (totals["confirmed"], [total["figure"] for total in totals["sourced"]]) == ([], ["3 straten"])
    with pytest.raises(RefusedFields):
        yields.save_yield(Yield(adoption=adoption, amount=3, unit="straten", source="van horen zeggen"), by=editor)
    reader = a_person()
    with pytest.raises(NotAllowed):
        yields.save_yield(found, by=reader)
    with pytest.raises(NotAllowed):
        yields.remove_yield(found, by=reader)
    yields.remove_yield(found, by=editor)
    assert not Yield.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "confirmed"},
        {"state": "sourced"},
        {"unit": ""},
        {"source": ""},
        {"amount": -1},
        {"state": "disputed", "dispute": ""},
        {"adoption": None},
    ],
)
def test_the_database_keeps_each_yield_whole(reported, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Yield.objects.update(**wrong)
