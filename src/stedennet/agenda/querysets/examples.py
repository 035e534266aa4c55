"""Lines about examples, left out of what is told about the network."""

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from stedennet.changes.querysets import ChangeQuerySet

KINDS = {
    "strategy": "is_example",
    "edition": "is_example",
    "action": "is_example",
    "progressreport": "edition__is_example",
}
"""For each kind of subject: the field that says that it is an example."""


def exclude_examples(lines: ChangeQuerySet) -> ChangeQuerySet:
    """The lines of the log, except those about an example."""
    about = Q()
    for kind, field in KINDS.items():
        model = apps.get_model("agenda", kind)
        about |= _is_about(kind, model._default_manager.filter(**{field: True}))
    return lines.exclude(about)


def _is_about(kind: str, records: QuerySet[Model]) -> Q:
    keys = records.order_by().values_list(Cast("pk", CharField()), flat=True)
    return Q(subject_type=f"agenda.{kind}", subject_id__in=keys)
