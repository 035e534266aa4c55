"""Records are refused in the words of the constraints that fail, and a good record costs no question about them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from stedennet.core.errors import RefusedFields
from stedennet.core.records import store_record
from stedennet.network.models import Organisation, Participation, ThemeRole
from tests.builders.organisations import municipality

pytestmark = pytest.mark.database


def describe_refusal(record: Model) -> dict[str, str]:
    """What Django's own validation says of the record, each field's sentences in one."""
    with pytest.raises(ValidationError) as told:
        record.full_clean()
    return {field: " ".join(sentences) for field, sentences in told.value.message_dict.items()}


def test_a_good_record_is_not_asked_about_its_constraints(eindhoven):
    role = Participation(organisation=eindhoven, step="participant", on=dt.date(2018, 9, 20), precision="day")

    with CaptureQueriesContext(connection) as queries:
        store_record(role)

    assert [query["sql"] for query in queries.captured_queries if "_check" in query["sql"]] == []


def test_a_refusal_says_what_django_says_of_each_constraint(lead, eindhoven, mobility):
    wrong = [
        municipality("0772", "Eindhoven"),
        municipality("GM0772", ""),
        municipality("GM0772", "Nog een Eindhoven"),
        ThemeRole(theme=mobility, organisation=eindhoven, role="baas"),
        ThemeRole(theme=mobility, organisation=eindhoven, role="lead", begins_on=dt.date(2020, 1, 1)),
        ThemeRole(theme=mobility, organisation=eindhoven, role="lead", begins_on="gisteren"),
        Participation(organisation=eindhoven, step="", on=None),
    ]

    for record in wrong:
        told = describe_refusal(record)
        with pytest.raises(RefusedFields) as refused:
            store_record(record)
        assert refused.value.fields == told


def test_what_only_a_constraint_forbids_is_refused_before_anything_is_stored(eindhoven):
    before = Organisation.objects.count()

    with pytest.raises(RefusedFields) as refused:
        store_record(Organisation(name="Gemeente zonder code", slug="zonder-code", kind="municipality"))

    assert list(refused.value.fields) == ["__all__"]
    assert Organisation.objects.count() == before
