"""Updates of the names by which organisations are looked up."""

from typing import Any

from django.db import transaction

from ..models import Organisation, OrganisationName
from ..rules.names import spellings


@transaction.atomic
def record_names(organisation: Organisation) -> None:
    """Store the names of this organisation and of its successor, which has them as former names."""
    _record_own_names(organisation)
    if organisation.successor_id:
        _record_own_names(Organisation.objects.get(pk=organisation.successor_id))


def _record_own_names(organisation: Organisation) -> None:
    former = organisation.predecessors.values_list("name", flat=True)
    ranks = spellings(organisation.name, organisation.short_name, organisation.code or "", former)
    names = {folded[:250]: rank for folded, rank in ranks.items()}
    existing = dict(organisation.names.values_list("folded", "rank"))
    if existing != names:
        organisation.names.all().delete()
        OrganisationName.objects.bulk_create(
            OrganisationName(organisation=organisation, folded=folded, rank=rank) for folded, rank in names.items()
        )


def record_all_names() -> None:
    """Store the names of all organisations: a new release may know other names, and a bulk insert skips the signal."""
    for organisation in Organisation.objects.order_by("pk"):
        _record_own_names(organisation)


def record_names_on_save(sender: Any, instance: Organisation, raw: bool = False, **_more: Any) -> None:
    """Signal handler for every save of an organisation; fixtures bring their own names."""
    if not raw:
        record_names(instance)
