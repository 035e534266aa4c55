"""Money per year: plans are frozen with their edition, spending is reported; totals are those of their rows."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from stedennet.agenda.flows.budgets import record_spending
from stedennet.agenda.flows.editions import open_draft
from stedennet.agenda.flows.pdfs import _build_edition_data, make_draft_pdf
from stedennet.agenda.flows.records import remove_record, save_record
from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.models import Commitment, YearAmount
from stedennet.agenda.rules.budgets import Amount, AmountKind, build_budget, sum_euros
from stedennet.agenda.rules.differences import compare_editions
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.lists.agenda import ACTIONS
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AMOUNTS = st.lists(
    st.builds(
        Amount,
        st.integers(2020, 2023),
        st.sampled_from(AmountKind.values),
        st.decimals(0, 10**9, places=2),
        st.sampled_from(["Rijk", "stad"]),
    ),
    max_size=15,
)


@given(AMOUNTS)
def test_each_amount_stands_in_one_row_and_the_totals_are_those_of_the_rows(amounts):
    rows = build_budget(amounts)
    shown = [amount for row in rows for amount in (row.planned, row.spent) if amount]
    assert sorted(shown, key=repr) == sorted(amounts, key=repr)
    for kind, get in (("planned", lambda row: row.planned), ("spent", lambda row: row.spent)):
        own = [get(row).euros for row in rows if get(row)]
        assert sum_euros(amounts, kind) == (sum(own) if own else None)
    assert [(row.year, row.payer) for row in rows] == sorted((row.year, row.payer) for row in rows)


@pytest.fixture
def commitment(eindhoven):
    return make_edition(eindhoven).commitments.get()


def plan(commitment, year=2026, euros="1000.50", **fields):
    fields = fields or {"payer_in_words": "het Rijk"}
    amount = YearAmount(kind="planned", commitment=commitment, year=year, euros=Decimal(euros), **fields)
    return save_record(amount, by=SYSTEM)


@pytest.mark.parametrize(
    "wrong",
    [
        {"euros": "-1"},
        {"year": 1999},
        {"payer_in_words": ""},
        {"kind": "spent"},
        {"kind": "anders"},
    ],
)
def test_an_amount_has_a_kind_a_near_year_a_payer_and_is_not_negative(commitment, wrong):
    fields = {"kind": "planned", "year": 2026, "euros": "1", "payer_in_words": "het Rijk", **wrong}
    with pytest.raises(Refused):
        save_record(YearAmount(commitment=commitment, **fields), by=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearAmount.objects.bulk_create([YearAmount(commitment=commitment, **fields)])


def test_a_year_and_payer_have_one_plan(commitment, eindhoven):
    plan(commitment)
    plan(commitment, payer=eindhoven)
    for fields in ({}, {"payer": eindhoven}):
        with pytest.raises(Refused):
            plan(commitment, **fields)


def test_what_was_laid_before_the_parties_keeps_its_amounts_and_the_next_edition_has_them(commitment):
    amount = plan(commitment)
    adopt(commitment.edition)
    for change in (
        lambda: YearAmount.objects.update(euros=1),
        lambda: YearAmount.objects.all().delete(),
        lambda: YearAmount.objects.bulk_create(
            [YearAmount(kind="planned", commitment=commitment, year=2027, euros=1, payer_in_words="x")]
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(Refused):
        remove_record(amount, by=SYSTEM)
    copied = open_draft(by=SYSTEM).commitments.get().amounts.get()
    assert (copied.year, copied.euros, copied.paid_by) == (2026, Decimal("1000.50"), "het Rijk")
    assert YearAmount.objects.count() == 2


def test_the_seal_has_them_only_where_there_are_any(commitment):
    assert "amounts" not in build_edition_content(commitment.edition)["actions"][0]
    plan(commitment)
    (action,) = json.loads(json.dumps(build_edition_content(commitment.edition)))["actions"]
    assert action["amounts"] == [{"year": 2026, "euros": "1000.50", "payer": "het Rijk", "source_url": ""}]


def test_a_change_shows_between_editions_and_in_the_pdf(commitment):
    before = build_edition_content(commitment.edition)
    plan(commitment)
    plan(commitment, 2027, "500")
    (change,) = compare_editions(before, build_edition_content(commitment.edition)).changed[0].facts
    words = "2026: € 1.000,50 (het Rijk), 2027: € 500 (het Rijk)"
    assert (change.field, change.before, change.after.replace("\xa0", " ")) == ("amounts", "", words)
    (action,) = _build_edition_data(commitment.edition)["content"]["actions"]
    assert action["amounts"][-1].replace("\xa0", " ") == "samen € 1.500,50"
    assert make_draft_pdf(commitment.edition).startswith(b"%PDF")


def test_who_works_on_it_says_what_was_spent_also_after_adoption(commitment, eindhoven, utrecht):
    adopt(commitment.edition)
    amount = record_spending(
        commitment, by=speaks_for(eindhoven), year=today().year, euros=Decimal("12.5"), payer="eindhoven"
    )
    assert (amount.payer, amount.payer_in_words) == (eindhoven, "")
    assert Change.objects.latest("pk").note.replace("\xa0", " ") == f"besteed in {today().year}: € 12,50"
    with pytest.raises(NotAllowed):
        record_spending(commitment, by=speaks_for(utrecht), year=2025, euros=Decimal(1), payer="Utrecht")


def test_the_same_again_adds_nothing_and_another_amount_asks_whether_it_replaces(commitment):
    def spend(euros, **more):
        return record_spending(commitment, by=SYSTEM, year=2025, euros=Decimal(euros), payer="de stad", **more)

    assert spend(10) == spend(10)
    with pytest.raises(Refused) as refusal:
        spend(20)
    assert refusal.value.field == "replaces"
    spend(20, replaces=True)
    assert list(YearAmount.objects.values_list("euros", flat=True)) == [20]
    with pytest.raises(Refused):
        record_spending(commitment, by=SYSTEM, year=today().year + 1, euros=Decimal(1), payer="de stad")


def test_the_page_and_the_open_data_show_amounts_and_their_totals(client, commitment, eindhoven):
    plan(commitment)
    plan(commitment, 2025, "500", payer=eindhoven, source_url="https://example.org/begroting")
    adopt(commitment.edition)
    record_spending(commitment, by=SYSTEM, year=2025, euros=Decimal("499.99"), payer="Eindhoven")
    page = html.fromstring(client.get("/agenda/acties/SM-1/").content.decode())
    (table,) = page.xpath("//section[@aria-labelledby='kosten']")
    section = " ".join(table.text_content().replace("\xa0", " ").split())
    for words in ("2025 Eindhoven € 500 bron", "€ 499,99", "2026 het Rijk € 1.000,50", "Samen gepland: € 1.500,50."):
        assert words in section
    assert "Samen besteed: € 499,99." in section
    assert "€1,000.50" in client.get("/en/agenda/acties/SM-1/").content.decode()
    (row,) = ACTIONS.as_data(ACTIONS.read({}))
    assert (row["gepland"], row["besteed"]) == (1500.5, 499.99)
    assert row["bedragen_per_jaar"] == (
        "2025 gepland 500.00 Eindhoven; 2025 besteed 499.99 Eindhoven; 2026 gepland 1000.50 het Rijk"
    )


def test_without_amounts_the_page_says_nothing_about_them(client, commitment):
    adopt(commitment.edition)
    assert "Kosten per jaar" not in client.get("/agenda/acties/SM-1/").content.decode()
    (row,) = ACTIONS.as_data(ACTIONS.read({}))
    assert (row["gepland"], row["besteed"], row["bedragen_per_jaar"]) == (None, None, None)


def test_commitments_are_read_with_their_amounts(commitment, django_assert_num_queries):
    plan(commitment)
    (found,) = Commitment.objects.in_full()
    with django_assert_num_queries(0):
        assert [amount.paid_by for amount in found.amounts.all()] == ["het Rijk"]


def test_the_admin_reads_and_shows_amounts_as_people_write_them(commitment):
    form_class = modelform_factory(YearAmount, fields=["kind", "commitment", "year", "euros", "payer_in_words"])
    typed = {"kind": "planned", "commitment": commitment.pk, "year": "2026", "payer_in_words": "het Rijk"}
    form = form_class({**typed, "euros": "€ 1.000,50"})
    assert form.is_valid(), form.errors
    assert form.save(commit=False).euros == Decimal("1000.50")
    assert 'value="1000,50"' in str(form_class(instance=plan(commitment))["euros"])
    assert "geen getal" in form_class({**typed, "euros": "veel"}).errors["euros"][0]


def test_the_page_of_an_edition_stays_within_fifteen_queries(client, commitment):
    plan(commitment)
    adopt(commitment.edition)
    client.get("/agenda/edities/1/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/agenda/edities/1/").status_code == 200
    assert len(queries) <= 15
