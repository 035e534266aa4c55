"""Several responsible parties, one of them first: in the database, seals and lists; who reports, who is reminded."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.access import can_update_progress
from stedennet.agenda.flows.editions import open_draft
from stedennet.agenda.flows.pdfs import _build_edition_data
from stedennet.agenda.flows.progress import record_progress_update
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.flows.reminders import send_reminders
from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.flows.spreadsheets import build_workbook, import_workbook
from stedennet.agenda.models import Commitment, CommitmentPartner
from stedennet.agenda.overview import list_current_overviews, list_overviews
from stedennet.agenda.rules.differences import compare_editions
from stedennet.agenda.rules.freshness import FreshnessLimits
from stedennet.agenda.rules.reminders import Step, find_due_step
from stedennet.agenda.rules.spreadsheet_columns import ACTION_COLUMNS
from stedennet.core.access import SYSTEM, LinkHolder
from stedennet.core.clock import today
from stedennet.core.columns import map_readers
from stedennet.core.errors import Refused
from stedennet.core.workbooks import Sheet, read_table, write_workbook
from stedennet.lists.agenda import ACTIONS
from stedennet.network.flows.mergers import plan_merger
from stedennet.network.models import Organisation
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import adopt, make_edition, partner
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commitment(eindhoven, utrecht):
    """An action of Eindhoven in a draft, for which Utrecht answers too."""
    commitment = make_edition(eindhoven).commitments.get()
    share(commitment, utrecht)
    return Commitment.objects.in_full().get(pk=commitment.pk)


def share(commitment, organisation, **fields):
    row = CommitmentPartner(commitment=commitment, organisation=organisation, is_responsible=True, **fields)
    return save_record(row, by=SYSTEM)


def test_nobody_shares_it_without_a_first_or_with_oneself(eindhoven, utrecht):
    commitment = make_edition(eindhoven).commitments.get()
    with pytest.raises(Refused):
        share(commitment, eindhoven)
    commitment.responsible = None
    save_record(commitment, by=SYSTEM)
    with pytest.raises(Refused):
        share(commitment, utrecht)
    commitment.responsible_in_words = "De buurt"
    save_record(commitment, by=SYSTEM)
    share(commitment, utrecht)


def test_there_is_a_first_as_long_as_others_share_it(commitment, utrecht):
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(responsible=None)
    commitment.responsible = utrecht
    with pytest.raises(Refused) as refusal:
        save_record(commitment, by=SYSTEM)
    assert "mede verantwoordelijk" in refusal.value.message


def test_what_was_laid_before_the_parties_keeps_its_parties(commitment, utrecht):
    adopt(commitment.edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentPartner.objects.update(is_responsible=False)


def test_the_seal_says_it_only_where_it_is_so_and_the_next_edition_has_it_too(commitment, eindhoven, utrecht):
    helper = Organisation.objects.create(kind="company", slug="bedrijf", name="Bedrijf")
    partner(commitment, helper)
    partners = build_edition_content(commitment.edition)["actions"][0]["partners"]
    assert [row.get("responsible") for row in partners] == [None, True]
    adopt(commitment.edition)
    copied = open_draft(by=SYSTEM).commitments.get()
    assert [row.organisation for row in copied.others] == [utrecht]


def test_a_change_shows_between_editions_and_in_the_pdf(commitment):
    after = build_edition_content(commitment.edition)
    CommitmentPartner.objects.update(is_responsible=False)
    change = compare_editions(build_edition_content(commitment.edition), after).changed[0].facts[0]
    assert (change.field, change.before, change.after) == ("partners", "Utrecht", "Utrecht (mede verantwoordelijk)")
    CommitmentPartner.objects.update(is_responsible=True)
    action = json.loads(json.dumps(_build_edition_data(commitment.edition)))["content"]["actions"][0]
    assert (action["responsible"], action["partners"]) == ("Eindhoven, Utrecht", [])


def test_who_represents_any_of_them_reports_for_it(commitment, eindhoven, utrecht):
    adopt(commitment.edition)
    by = speaks_for(utrecht)
    assert can_update_progress(by, commitment, day=today())
    assert can_update_progress(LinkHolder(Organisation, utrecht.pk), commitment, day=today())
    assert (
        record_progress_update(commitment, by=by, text="Gelukt.", on=today(), organisation=utrecht).organisation
        == utrecht
    )


def test_reminders_go_to_the_first_then_to_the_others_then_to_the_office(clock, commitment, eindhoven, utrecht):
    for organisation in (eindhoven, utrecht):
        speaks_for(organisation)
    adopt(commitment.edition)
    told = []
    for days in (61, 60, 60):
        clock.later(days=days)
        send_reminders()
        told.append([mail.to for mail in OutgoingMail.objects.order_by("id") if "nog?" in mail.subject][-1])
    assert told == ["eindhoven@example.org", "utrecht@example.org", settings.OFFICE_EMAIL]


@given(st.integers(0, 2000))
def test_the_others_hear_of_it_between_the_first_and_the_office(days):
    silent_since = dt.date(2026, 3, 2)
    day, limits = silent_since + dt.timedelta(days=days), FreshnessLimits()
    alone = find_due_step(silent_since, today=day, limits=limits)
    shared = find_due_step(silent_since, today=day, limits=limits, has_others=True)
    assert alone != Step.OTHERS
    assert shared == (Step.OTHERS if 120 < days <= 180 else alone)


def test_a_merger_leaves_one_first_and_nobody_twice(commitment, eindhoven, utrecht):
    plan_merger(utrecht, eindhoven, today(), by=SYSTEM)
    found = Commitment.objects.in_full().get()
    assert (found.responsible, list(found.partners.all())) == (eindhoven, [])


def test_when_the_first_merges_into_another_that_is_the_first(commitment, eindhoven, utrecht):
    plan_merger(eindhoven, utrecht, today(), by=SYSTEM)
    (found,) = list_overviews(commitment.edition, today=today())
    assert (found.by, found.others, found.others_count) == ("Utrecht", (), 0)
    adopt(commitment.edition)
    copied = open_draft(by=SYSTEM).commitments.get()
    assert (copied.responsible, copied.others) == (utrecht, [])


def test_lists_name_them_or_say_how_many(commitment, utrecht):
    adopt(commitment.edition)
    (overview,) = list_overviews(commitment.edition, today=today())
    assert (overview.by, overview.others, overview.others_count) == ("Eindhoven", (("utrecht", "Utrecht"),), 1)
    (brief,) = list_current_overviews(Commitment.objects.all(), today=today())
    assert (brief.others, brief.others_count) == ((), 1)
    (row,) = ACTIONS.as_data(ACTIONS.read({"organisatie": "utrecht"}))
    assert (row["verantwoordelijk"], row["mede_verantwoordelijk"]) == ("Eindhoven", "Utrecht")


def test_pages_name_the_first_and_the_others(client, commitment, mobility):
    commitment.themes.add(mobility)
    adopt(commitment.edition)
    assert "Eindhoven, met Utrecht" in client.get("/agenda/").content.decode()
    assert "Eindhoven, met Utrecht" in client.get("/agenda/bord/").content.decode()
    assert "Eindhoven en 1 andere partij" in client.get("/themas/smart-mobility/").content.decode()
    page = " ".join(client.get("/agenda/acties/SM-1/").content.decode().split())
    assert "Mede verantwoordelijk" in page
    assert "(eerste)" in page
    assert "Werken mee" not in page
    assert "Eindhoven and 1 other party" in client.get("/en/themas/smart-mobility/").content.decode()


def test_a_spreadsheet_moves_a_party_from_one_column_to_the_other(commitment, utrecht):
    edition = commitment.edition

    def store(**cells):
        now = read_table(build_workbook(edition), "acties", map_readers(ACTION_COLUMNS)).lines[0].cells
        row = {"code": "SM-1", "versie": now["versie"], **cells}
        sheet = Sheet("acties", tuple(row), [row])
        return import_workbook(edition, write_workbook([sheet]), by=SYSTEM)

    assert import_workbook(edition, build_workbook(edition), by=SYSTEM) == 0
    assert store(mede_verantwoordelijk="", partners="Utrecht: betaalt mee") == 1
    row = CommitmentPartner.objects.get()
    assert (row.is_responsible, row.role) == (False, "pays")
    assert store(mede_verantwoordelijk="Utrecht: betaalt mee", partners="") == 1
    row.refresh_from_db()
    assert (row.is_responsible, row.role) == (True, "pays")
    assert store(partners="") == 0
    with pytest.raises(Refused):
        store(mede_verantwoordelijk="Utrecht", partners="Utrecht")
    with pytest.raises(Refused):
        store(mede_verantwoordelijk="Eindhoven")
