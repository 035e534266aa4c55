"""Records values of indicators for many organisations at once; they are no news, so nothing is announced."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed

from ..access import can_edit_agenda
from ..models import Indicator, IndicatorPoint

BATCH = 500
Key = tuple[object, ...]


@transaction.atomic
def record_values(indicator: Indicator, points: Iterable[IndicatorPoint], *, by: Actor) -> int:
    """Store values of an indicator that stands by itself; a value of the same day and place is replaced.

    Returns how many are stored. A few statements for any number of values. Raises NotAllowed.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    points = list({_identify_point(point): point for point in points}.values())
    stored = {_identify_point(point): point.pk for point in indicator.points.all()}
    for point in points:
        point.indicator, point.pk = indicator, stored.get(_identify_point(point))
    IndicatorPoint.objects.bulk_create([point for point in points if not point.pk], batch_size=BATCH)
    known = [point for point in points if _identify_point(point) in stored]
    IndicatorPoint.objects.bulk_update(
        known, ["value", "precision", "publisher", "source_url", "note"], batch_size=BATCH
    )
    return len(points)


def _identify_point(point: IndicatorPoint) -> Key:
    return (point.kind, point.on, point.organisation_id, point.area)
