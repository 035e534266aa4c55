"""The list of remarks on an edition. It belongs to that edition: its addresses hold the edition's number."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Edition, Remark

from .declarations import Column, List, Order, whole_address


def list_remarks_on(edition: Edition) -> QuerySet[Remark]:
    """The remarks on one edition, with what columns need."""
    return Remark.objects.filter(edition=edition).select_related("action", "edition")


REMARKS = List(
    kind="remark",
    name="agenda/edities/<int:number>/opmerkingen",
    label=_("Opmerkingen"),
    address="edition_remark",
    page="edition_remarks",
    data_name="opmerkingen",
    rows=lambda: Remark.objects.select_related("action", "edition"),
    orders=(Order("actie", "", lambda remarks: remarks.order_by("action__code", "placed_at")),),
    feed=lambda remarks: remarks.newest_first(),
    columns=(
        Column("editie", _("Nummer van de editie"), lambda remark: remark.edition.number, int),
        Column("actie", _("Code van de actie"), lambda remark: remark.action.code if remark.action else None),
        Column("naam", _("Naam"), lambda remark: remark.name or None),
        Column("organisatie", _("Organisatie"), lambda remark: remark.organisation or None),
        Column("opmerking", _("Opmerking"), lambda remark: remark.text),
        Column("geplaatst_op", _("Geplaatst op"), lambda remark: localdate(remark.placed_at), dt.date),
        Column("antwoord", _("Antwoord"), lambda remark: remark.answer or None),
        Column("adres", _("Adres"), lambda remark: whole_address("edition_remarks", remark.edition.number)),
    ),
)
