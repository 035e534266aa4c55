"""Keeping the names by which organisations are looked up in step with the register."""

from typing import Any

from django.db import transaction

from ..models import Organisation, OrganisationName
from ..rules.names import spellings


@transaction.atomic
def record_names(organisation: Organisation) -> None:
    """Store the names of this organisation, and of the one that it merged into: that has them as former names."""
    _record_own_names(organisation)
    if organisation.successor_id:
        _record_own_names(Organisation.objects.get(pk=organisation.successor_id))


def _record_own_names(organisation: Organisation) -> None:
    former = organisation.predecessors.values_list("name", flat=True)
    found = spellings(organisation.name, organisation.short_name, organisation.code or "", former)
    wanted = {folded[:250]: rank for folded, rank in found.items()}
    there = dict(organisation.names.values_list("folded", "rank"))
    if there != wanted:
        organisation.names.all().delete()
        OrganisationName.objects.bulk_create(
            OrganisationName(organisation=organisation, folded=folded, rank=rank) for folded, rank in wanted.items()
        )


def record_all_names() -> None:
    """All of them once more: a new version may know other names, and rows may have come in without a save."""
    for organisation in Organisation.objects.order_by("pk"):
        _record_own_names(organisation)


def record_names_on_save(sender: Any, instance: Organisation, raw: bool = False, **_more: Any) -> None:
    """After every save, by whatever door; a fixture brings its own rows."""
    if not raw:
        record_names(instance)
