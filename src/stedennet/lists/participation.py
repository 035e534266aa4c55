"""The list of steps towards joining: which organisation took which step, and when."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Participation

from .declarations import Column, List, Order, whole_address

PARTICIPATION = List(
    kind="step",
    name="verbreding",
    label=_("Verbreding"),
    address="growth",
    page="growth",
    rows=lambda: Participation.objects.select_related("organisation"),
    orders=(Order("nieuw", "", lambda steps: steps.latest_first()),),
    feed=lambda steps: steps.latest_first(),
    columns=(
        Column("organisatie", _("Organisatie"), lambda step: step.organisation.name),
        Column("code", _("Code"), lambda step: step.organisation.code),
        Column("stap", _("Stap"), lambda step: step.get_step_display()),
        Column("op", _("Op"), lambda step: step.on, dt.date),
        Column("bekend_tot_op", _("Bekend tot op"), lambda step: step.get_precision_display()),
        Column("toelichting", _("Toelichting"), lambda step: step.remark or None),
        Column("adres", _("Adres"), lambda step: whole_address("organisation", step.organisation.slug)),
        Column("bron", _("Bron"), lambda step: step.source_url or None),
    ),
)
