"""The list of remarks on an edition: it hangs on that edition, so its addresses are the edition's."""

from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Remark

from .declarations import List, Order

REMARKS = List(
    kind="remark",
    name="agenda/edities/<int:number>/opmerkingen",
    label=_("Opmerkingen"),
    address="edition_remark",
    page="edition_remarks",
    rows=lambda: Remark.objects.select_related("action", "edition"),
    orders=(Order("actie", "", lambda remarks: remarks.order_by("action__code", "placed_at")),),
    feed=lambda remarks: remarks.newest_first(),
    columns=(),
)
