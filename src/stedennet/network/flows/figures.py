"""Records figures of many municipalities at once; they are no news, so nothing is announced."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed

from ..access import can_edit_network
from ..models import Organisation, OrganisationFigure

BATCH = 500


@transaction.atomic
def record_figures(figures: Iterable[OrganisationFigure], *, by: Actor) -> int:
    """Store new figures, a later load of the same moment replacing them; returns how many.

    The newest number of inhabitants also becomes that of the organisation. Raises NotAllowed.
    """
    if not can_edit_network(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    stored = OrganisationFigure.objects.bulk_create(
        figures,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "kind", "on"],
        update_fields=["value", "precision", "publisher", "source_url"],
    )
    _set_populations({figure.organisation_id for figure in stored})
    return len(stored)


def _set_populations(keys: set[int]) -> None:
    rows = OrganisationFigure.objects.filter(kind=OrganisationFigure.Kind.POPULATION, organisation__in=keys)
    newest = dict(rows.order_by("on").values_list("organisation", "value"))
    organisations = [Organisation(pk=key, population=value) for key, value in newest.items()]
    Organisation.objects.bulk_update(organisations, ["population"], batch_size=BATCH)
