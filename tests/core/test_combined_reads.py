"""Several tables in one query give what each gives by itself."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Prefetch, prefetch_related_objects
from django.test.utils import CaptureQueriesContext

from stedennet.agenda.models import Commitment
from stedennet.core.combined_reads import prefetch_together, read_together
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_rows")]
ROOMS = ("agenda", "calls", "challenges", "events", "initiatives", "network", "publications", "reactions", "spreading")
MODELS = [
    model
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    if not any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
]


def values_of(instance):
    """The value of every column, with its type: `1` is not `True`."""
    return {
        field.attname: (type(value), value)
        for field in instance._meta.concrete_fields
        if field.attname in instance.__dict__
        for value in [instance.__dict__[field.attname]]
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_of_every_table_comes_back_as_it_is(model):
    rows = model._default_manager.all()[:0].model._default_manager.order_by("pk")
    together, alone = read_together(rows)[0], list(rows)
    assert [values_of(instance) for instance in together] == [values_of(instance) for instance in alone]


def test_each_queryset_keeps_its_own_rows_and_order():
    by_name, by_key = Theme.objects.order_by("-name"), Initiative.objects.order_by("pk").filter(pk__lt=20)
    with CaptureQueriesContext(connection) as queries:
        themes, initiatives, none = read_together(by_name, by_key, Theme.objects.filter(slug="none"))
    assert len(queries) == 1
    assert (themes, initiatives, none) == (list(by_name), list(by_key), [])


def test_records_behind_foreign_keys_come_along():
    rows = Initiative.objects.select_related("lead__province").order_by("pk")
    (together,) = read_together(rows)
    with CaptureQueriesContext(connection) as queries:
        found = [(row.lead, row.lead and row.lead.province) for row in together]
    assert len(queries) == 0
    assert found == [(row.lead, row.lead and row.lead.province) for row in rows]


def test_relations_of_one_record_are_prefetched_as_django_does_it():
    scheme = Prefetch("themes", Theme.objects.select_related("scheme"))
    lookups = (scheme, "partners__organisation", "action__milestones__due_changes", "action__indicators__points")
    for key in Commitment.objects.values_list("pk", flat=True):
        rows = Commitment.objects.select_related("action")
        plain, together = rows.get(pk=key), rows.get(pk=key)
        prefetch_related_objects([plain], *lookups)
        with CaptureQueriesContext(connection) as queries:
            (codes,) = prefetch_together(together, *lookups, beside=[plain.depends_on.all()])
            described = describe(together)
        assert len(queries) == 1
        assert described == describe(plain)
        assert codes == list(plain.depends_on.all())


def describe(commitment):
    """Everything that was prefetched, in order."""
    return (
        [(theme.pk, theme.scheme) for theme in commitment.themes.all()],
        [(partner.pk, partner.organisation, partner.commitment) for partner in commitment.partners.all()],
        [(one.pk, one.action, list(one.due_changes.all())) for one in commitment.action.milestones.all()],
        [(one.pk, [values_of(point) for point in one.points.all()]) for one in commitment.action.indicators.all()],
    )
