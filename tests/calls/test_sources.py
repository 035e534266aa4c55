"""A call known from a source: over, without an owner, no news, and apart from the calls that were placed here."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from stedennet.calls.flows.sources import SourcedCallData, record_sourced_call
from stedennet.calls.models import Call
from stedennet.calls.querysets import funnel
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, RefusedFields
from stedennet.outbox.models import OutgoingMail
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SEEN_AT = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
TOLD = SourcedCallData(
    title="Bewoners gezocht",
    what_for="Meten hoe schoon de lucht is.",
    work="Een kastje ophangen.",
    opened_on=dt.date(2014, 1, 1),
    opened_precision="year",
    outcome="found",
    outcome_words="Er kwamen 34 kastjes.",
    source_url="https://example.org/bericht",
)


def test_it_is_closed_and_makes_no_news_and_no_mail():
    call = record_sourced_call(TOLD, by=SYSTEM, at=SEEN_AT)
    assert (call.state, call.opened, call.closes_on) == (Call.State.CLOSED, "2014", None)
    assert not call.is_open_on(today())
    assert Call.objects.closed(today()).readable().get() == call
    assert not Change.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_neither_it_nor_an_example_counts_in_the_funnel(call):
    record_sourced_call(TOLD, by=SYSTEM, at=SEEN_AT)
    assert funnel.count_funnel().calls == 1
    Call.objects.filter(pk=call.pk).update(is_example=True)
    assert funnel.count_funnel().calls == 0


@pytest.mark.parametrize("change", [{"source_url": ""}, {"outcome_words": ""}, {"opened_on": None}])
def test_without_a_source_a_begin_or_an_outcome_it_is_refused(change):
    with pytest.raises(RefusedFields):
        record_sourced_call(replace(TOLD, **change), by=SYSTEM, at=SEEN_AT)


def test_it_cannot_open_or_get_an_owner_and_only_it_has_no_closing_date(call):
    stored = record_sourced_call(TOLD, by=SYSTEM, at=SEEN_AT)
    for change in ({"state": "published"}, {"owner_email": "jo@example.org"}, {"is_example": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=stored.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(closes_on=None)


def test_only_editors_record_it(eindhoven):
    with pytest.raises(NotAllowed):
        record_sourced_call(TOLD, by=speaks_for(eindhoven), at=SEEN_AT)
