"""The list of themes: the division of the work, with who leads each."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.network.models import Theme, ThemeRole

from .declarations import Column, List, Order, whole_address


def _lead(theme: Theme) -> ThemeRole | None:
    return theme.leads_now[0] if theme.leads_now else None


def _lead_name(theme: Theme) -> str | None:
    lead = _lead(theme)
    return lead.organisation.name if lead else None


def _lead_holder(theme: Theme) -> str | None:
    lead = _lead(theme)
    return lead.holder or None if lead else None


def _lead_since(theme: Theme) -> dt.date | None:
    lead = _lead(theme)
    return lead.begins_on if lead else None


THEMES = List(
    kind="theme",
    name="themas",
    label=_("Thema’s"),
    rows=lambda: Theme.objects.with_division(day=today()),
    orders=(Order("indeling", "", lambda themes: themes),),
    feed=order_by_newest_change,
    columns=(
        Column("thema", _("Thema"), lambda theme: theme.title),
        Column("in_gewone_woorden", _("In gewone woorden"), lambda theme: theme.subtitle or None),
        Column("indeling", _("Indeling"), lambda theme: theme.scheme.title),
        Column("samenvatting", _("Samenvatting"), lambda theme: theme.lead_text),
        Column("trekker", _("Trekker"), _lead_name),
        Column("bestuurder", _("Bestuurder"), _lead_holder),
        Column("trekker_sinds", _("Trekker sinds"), _lead_since, dt.date),
        Column("organisaties", _("Organisaties"), lambda theme: theme.participants, int),
        Column("adres", _("Adres"), lambda theme: whole_address("theme", theme.slug)),
        Column("bron", _("Bron"), lambda theme: theme.source_url or None),
    ),
)
