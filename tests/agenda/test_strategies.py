"""A strategy's way from draft to sealed, version after version; parties sign it as they sign an edition."""

import json
import re

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.agenda.flows import approvals, strategies
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.records import remove_record, save_record
from stedennet.agenda.flows.signing_requests import send_signing_requests
from stedennet.agenda.models import Approval, DecisionKey, Party, Strategy, StrategyPart
from stedennet.agenda.references import filter_open_parties
from stedennet.agenda.rules.differences import compare_strategies
from stedennet.agenda.rules.seals import compute_seal
from stedennet.agenda.rules.strategies import IN_FORCE, STEPS, Status, Step, apply_step, list_steps
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import say, secret_for
from tests.builders.people import a_person, speaks_for
from tests.builders.strategies import (
    adopt_strategy,
    draft_strategy,
    make_part,
    make_strategy,
    submit_strategy,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def editor(db):
    return a_person("e@example.org", "E", is_editor=True)


@pytest.fixture
def draft(eindhoven, utrecht):
    strategy = draft_strategy("samen-slim", eindhoven, utrecht, vision="Steden leren van elkaar.")
    make_part(strategy)
    return strategy


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", Step)
def test_every_step_is_in_the_table_or_refused_in_words(status, step):
    if (status, step) in STEPS and STEPS[status, step][1] == "office":
        assert apply_step(status, step) == STEPS[status, step][0]
    else:
        with pytest.raises(Refused, match="kan niet"):
            apply_step(status, step)


@given(steps=st.lists(st.sampled_from(Step), max_size=8))
def test_no_way_leads_back_to_a_draft_or_out_of_the_end(steps):
    status = Status.DRAFT
    for step in steps:
        if step in list_steps(status):
            status = apply_step(status, step)
            assert status != Status.DRAFT
    assert list_steps(Status.WITHDRAWN) == list_steps(Status.SUPERSEDED) == []


def test_from_draft_to_sealed(draft):
    strategy = adopt_strategy(draft)
    assert strategy.status == Status.ADOPTED
    assert strategy.seal == compute_seal(json.loads(strategy.sealed))
    assert strategies.is_intact(strategy)
    content = json.loads(strategy.sealed)
    assert [part["title"] for part in content["parts"]] == ["Veilige systemen"]
    assert {party["organisation"] for party in content["parties"]} == {"Eindhoven", "Utrecht"}
    notes = list(Change.objects.filter(subject_type="agenda.strategy").values_list("note", flat=True))
    assert notes == ["ligt voor akkoord", "Eindhoven: akkoord", "Utrecht: akkoord", "vastgesteld"]


def test_a_draft_is_no_news_and_no_page_but_for_the_office(client, draft, editor):
    assert not Change.objects.filter(subject_type="agenda.strategy").exists()
    assert client.get("/strategie/samen-slim/").status_code == 404
    client.force_login(editor)
    answer = client.get("/strategie/samen-slim/")
    assert "Dit is een ontwerp" in html(answer)
    assert answer["X-Robots-Tag"] == "noindex"


def test_it_is_not_adopted_before_enough_parties_agree(draft, eindhoven):
    strategy = submit_strategy(draft)
    say(Party.objects.of(strategy).get(organisation=eindhoven))
    with pytest.raises(Refused, match="Nog niet genoeg"):
        strategies.take_step(strategy, Step.ADOPT, by=SYSTEM)


def test_a_strategy_without_parties_or_with_a_quorum_beyond_them_is_not_submitted(draft):
    draft.quorum = 3
    save_record(draft, by=SYSTEM)
    with pytest.raises(Refused, match="zoveel of minder"):
        submit_strategy(draft)
    Party.objects.of(draft).delete()
    with pytest.raises(Refused, match="Noem eerst"):
        submit_strategy(draft)


def test_what_parties_decide_on_is_refused_in_words(draft, vng):
    strategy = submit_strategy(draft)
    strategy.vision = "Anders"
    part = strategy.parts.get()
    part.title = "Anders"
    for attempt in (
        lambda: save_record(strategy, by=SYSTEM),
        lambda: save_record(part, by=SYSTEM),
        lambda: remove_record(part, by=SYSTEM),
        lambda: make_part(strategy, "Nieuw"),
        lambda: save_record(Party(strategy=strategy, organisation=vng), by=SYSTEM),
    ):
        with pytest.raises(Refused, match="ligt vast"):
            attempt()
    with pytest.raises(Refused, match="wel intrekken"):
        remove_record(Strategy.objects.get(), by=SYSTEM)


def test_behind_the_flows_the_database_refuses_too(draft, vng, mobility):
    strategy = submit_strategy(draft)
    rows, parts, parties = Strategy.objects.all(), StrategyPart.objects.all(), Party.objects.of(strategy)
    for attempt in (
        lambda: rows.update(vision="Anders"),
        lambda: rows.update(quorum=1),
        lambda: rows.update(frozen_at=None),
        lambda: rows.update(laid_before="{}"),
        lambda: rows.update(status="draft"),
        lambda: rows.update(status="adopted"),
        lambda: rows.update(status="onbekend"),
        lambda: rows.update(status="withdrawn"),
        lambda: rows.update(seal="0" * 64),
        lambda: parts.update(title="Anders"),
        lambda: parts.delete(),
        lambda: StrategyPart.objects.create(strategy=strategy, title="Nieuw"),
        lambda: parties.update(is_signatory=False),
        lambda: parties.delete(),
        lambda: Party.objects.create(strategy=strategy, organisation=vng),
        lambda: strategy.themes.add(mobility),
        lambda: rows.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_a_party_decides_on_one_thing(draft, eindhoven):
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(organisation=eindhoven)
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(organisation=eindhoven, strategy=draft)


def test_a_decision_stays_as_it_was(draft, eindhoven):
    strategy = submit_strategy(draft)
    approval = say(Party.objects.of(strategy).get(organisation=eindhoven))
    for attempt in (
        lambda: Approval.objects.update(decision="rejected"),
        lambda: Approval.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    approvals.withdraw_approval(approval, by=speaks_for(eindhoven), reason="De raad wil eerst praten.")
    say(Party.objects.of(strategy).get(organisation=eindhoven), "reservation", "Als het geld er is.")
    assert Approval.objects.standing().get().decision == "reservation"


def test_nobody_decides_on_a_draft_or_after_adoption(draft, eindhoven):
    party = Party.objects.of(draft).get(organisation=eindhoven)
    with pytest.raises(Refused, match="nu niet worden besloten"):
        say(party)
    adopt_strategy(draft)
    with pytest.raises(Refused, match="nu niet worden besloten"):
        approvals.withdraw_approval(Approval.objects.first(), by=speaks_for(eindhoven), reason="Toch niet.")


def test_only_the_office_takes_steps_and_opens_versions(draft, eindhoven):
    person = speaks_for(eindhoven)
    with pytest.raises(NotAllowed):
        strategies.take_step(draft, Step.SUBMIT, by=person)
    with pytest.raises(NotAllowed):
        strategies.open_version(draft, by=person)


def test_the_next_version_takes_over_and_replaces(client, draft):
    first = adopt_strategy(draft)
    second = strategies.open_version(first, by=SYSTEM)
    assert (second.line, second.version, second.slug) == ("samen-slim", 2, "samen-slim-2")
    assert [part.title for part in second.parts.all()] == ["Veilige systemen"]
    assert second.signatories.count() == 2
    with pytest.raises(Refused, match="nog niet klaar"):
        strategies.open_version(first, by=SYSTEM)
    second.vision = "Steden leren samen van elkaar."
    save_record(second, by=SYSTEM)
    second = adopt_strategy(second)
    first.refresh_from_db()
    assert (first.status, first.successor, second.status) == (Status.SUPERSEDED, second, Status.ADOPTED)
    assert strategies.is_intact(first)
    assert client.get("/strategie/")["Location"] == "/strategie/samen-slim-2/"
    page = html(client.get("/strategie/samen-slim/"))
    assert "Vervangen door" in page
    assert "/strategie/samen-slim/verschillen/samen-slim-2/" in page


def test_the_differences_between_two_versions_are_readable(client, draft):
    first = adopt_strategy(draft)
    second = strategies.open_version(first, by=SYSTEM)
    second.vision = "Steden leren samen van elkaar."
    save_record(second, by=SYSTEM)
    make_part(second, "Open <b>gegevens</b>", position=2)
    assert client.get("/strategie/samen-slim/verschillen/samen-slim-2/").status_code == 404
    submit_strategy(second)
    for path in (
        "/strategie/samen-slim/verschillen/samen-slim-2",
        "/en/strategie/samen-slim-2/verschillen/samen-slim",
    ):
        page = html(client.get(f"{path}/"))
        assert re.search(r"<ins>(<[^>]*>[^<]*</span>)?\s*samen", page)
        assert "Open &lt;b&gt;gegevens" in page
    other = make_strategy("anders")
    for path in ("samen-slim/verschillen/samen-slim/", f"samen-slim/verschillen/{other.slug}/"):
        assert client.get(f"/strategie/{path}").status_code == 404


TEXT = st.text(alphabet="ab \n", max_size=20)
CONTENT = st.fixed_dictionaries(
    {
        "title": TEXT,
        "vision": TEXT,
        "themes": st.lists(st.sampled_from(["Mobiliteit", "Zorg"]), unique=True),
        "parts": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(["vision", "condition"]), "title": TEXT, "text": TEXT}),
            max_size=3,
        ),
    }
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(before=CONTENT, after=CONTENT)
def test_the_pieces_of_a_change_make_up_both_texts(before, after):
    assert compare_strategies(before, before).is_empty
    for change in compare_strategies(before, after).texts:
        if change.field in ("title", "vision"):
            old = "".join(piece.text for piece in change.pieces if piece.kind != "added")
            new = "".join(piece.text for piece in change.pieces if piece.kind != "dropped")
            assert (old, new) == (before[change.field], after[change.field])


def test_what_was_adopted_elsewhere_is_recorded_with_its_source_and_can_be_corrected(client, eindhoven):
    draft = draft_strategy(source_url="https://example.org/x")
    draft.source_url = ""
    save_record(draft, by=SYSTEM)
    with pytest.raises(Refused, match="bron"):
        strategies.take_step(draft, Step.RECORD, by=SYSTEM)
    draft.source_url = "https://example.org/strategie"
    save_record(draft, by=SYSTEM)
    strategy = strategies.take_step(draft, Step.RECORD, by=SYSTEM)
    assert strategy.is_recorded
    assert strategy.seal == ""
    strategy.summary = "Steden werken echt samen."
    save_record(strategy, by=SYSTEM)
    page = html(client.get("/strategie/samen-slim/"))
    assert "echt samen" in page
    assert "nog niet besloten" not in page
    assert "uit een bron" in page
    assert "vastgesteld" not in page
    assert client.get("/strategie/samen-slim.json").status_code == 404


def test_a_withdrawn_version_says_why_if_parties_saw_it(client, draft):
    with pytest.raises(Refused, match="reden"):
        strategies.take_step(draft, Step.WITHDRAW, by=SYSTEM)
    strategy = submit_strategy(draft)
    strategies.take_step(strategy, Step.WITHDRAW, by=SYSTEM, reason="De raad vroeg om meer tijd.")
    assert "meer tijd" in html(client.get("/strategie/samen-slim/"))
    assert "samen-slim" not in html(client.get("/strategie/"))


def test_the_sealed_bytes_are_the_file_that_people_download(client, draft):
    strategy = submit_strategy(draft)
    laid = client.get("/strategie/samen-slim.json").content
    for party in Party.objects.of(strategy):
        say(party)
    strategies.take_step(strategy, Step.ADOPT, by=SYSTEM)
    sealed = Strategy.objects.get()
    assert client.get("/strategie/samen-slim.json").content == laid == sealed.sealed.encode()
    assert sealed.seal in html(client.get("/strategie/samen-slim/"))


def test_parties_are_asked_by_mail_and_decide_with_a_personal_link(client, draft, eindhoven, clock):
    strategy = submit_strategy(draft)
    clock.later(minutes=11)
    assert send_signing_requests() == 2
    assert "versie 1 van “Samen slim”" in OutgoingMail.objects.filter(subject__contains="Eindhoven").first().subject
    token = secret_for(Party.objects.of(strategy).get(organisation=eindhoven))
    page = f"/agenda/akkoord/{token}/"
    assert "versie 1 van “Samen slim”" in html(client.get(page))
    data = {"decision": "approved", "signed_by": "Wethouder", "mandate_body": "College", "mandate_on": str(today())}
    assert client.post(page, data).status_code == 302
    assert DecisionKey.objects.get().used_at
    assert client.post(page, data).status_code == 422
    assert "akkoord" in html(client.get("/strategie/samen-slim/"))


def test_a_representative_finds_what_waits_and_decides(client, draft, eindhoven, utrecht):
    person = speaks_for(eindhoven)
    submit_strategy(draft)
    client.force_login(person)
    address = "/account/strategie/samen-slim/besluit/eindhoven/"
    assert address in html(client.get("/account/"))
    assert client.get("/account/strategie/samen-slim/besluit/utrecht/").status_code == 403
    assert client.get("/account/strategie/bestaat-niet/besluit/eindhoven/").status_code == 404


def test_the_office_takes_the_steps_in_the_admin(client, draft, editor):
    client.force_login(editor)
    page = f"/beheer/agenda/strategie/{draft.pk}/stappen/"
    assert "Leg voor aan de partijen" in html(client.get(page))
    assert "Wat er vastligt" in html(client.post(page, {"wat": "submit"}))
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    client.post(page, {"wat": "submit", "confirmed": "1"})
    draft.refresh_from_db()
    assert draft.status == Status.APPROVAL
    assert "Nog niet genoeg partijen" in html(client.post(page, {"wat": "adopt"}))
    assert "geheime link" in html(client.get(page))
    answer = client.post(page, {"wat": "volgende", "confirmed": "1"})
    assert (answer.status_code, Strategy.objects.count()) == (422, 1)


def test_a_reader_of_the_admin_cannot_take_steps(client, draft, eindhoven):
    client.force_login(speaks_for(eindhoven))
    assert client.get(f"/beheer/agenda/strategie/{draft.pk}/stappen/").status_code in (302, 403)


def test_a_merger_moves_the_party_to_a_draft_and_leaves_what_was_signed(draft):
    assert filter_open_parties(Party.objects.all(), today()).count() == 2
    submit_strategy(draft)
    assert filter_open_parties(Party.objects.all(), today()).count() == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.sampled_from(["submit", "adopt", "record", "withdraw", "say", "next"]), max_size=9))
def test_whatever_the_order_at_most_one_version_is_in_force_and_seals_hold(draft, steps):
    with transaction.atomic():
        for step in steps:
            newest = Strategy.objects.in_line(draft).first()
            try:
                if step == "next":
                    strategies.open_version(newest, by=SYSTEM)
                elif step == "say":
                    for party in Party.objects.of(newest):
                        say(party)
                else:
                    strategies.take_step(newest, Step(step), by=SYSTEM, reason="Daarom.")
            except DomainError:
                continue
            versions = list(Strategy.objects.in_line(draft))
            assert sum(version.status == Status.ADOPTED for version in versions) <= 1
            for version in versions:
                assert bool(version.seal) == (version.status in IN_FORCE and version.frozen_at is not None)
                assert not version.seal or strategies.is_intact(version)
        transaction.set_rollback(True)


def test_an_imported_decision_is_only_of_the_programs_loaders(draft, eindhoven):
    strategy = submit_strategy(draft)
    party = Party.objects.of(strategy).get(organisation=eindhoven)
    data = ApprovalData("approved", "De wethouder")
    with pytest.raises(NotAllowed):
        approvals.import_approval(party, data, by=speaks_for(eindhoven), at=strategy.frozen_at)
