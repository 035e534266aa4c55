"""Registers the room with Django and intake, and its chore with the worker."""

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    """What cities and partners do."""

    name = "stedennet.initiatives"
    label = "initiatives"
    verbose_name = "initiatieven"

    def ready(self) -> None:
        """Tell intake what a telling and a claim become; put reminding on the worker's list."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import chores
        from stedennet.imports.kinds import register as register_import
        from stedennet.intake import kinds
        from stedennet.network.references import register
        from stedennet.personal_links.kinds import LinkKind, register_link_kind

        from .flows import erasure, owning, telling
        from .querysets import names
        from .reading_in import KIND
        from .references import REFERENCES

        register_import(KIND)
        register_eraser("initiatives", erasure.erase)
        register_link_kind(LinkKind(owning.SIGNER, _("uw initiatief"), owning.holder_of, owning.initiatives_of))
        register(*REFERENCES)
        kinds.register(
            kinds.Kind(
                name=telling.KIND,
                label=_("initiatief"),
                accept=telling.place,
                must_wait=lambda submission: False,
                on_withdraw=telling.take_back,
                when_accepted=_(
                    "Een redacteur kijkt ernaar. U kunt nu meer vertellen; de link daarvoor staat ook in uw mail."
                ),
                next_page=telling.next_page,
                next_label=_("Vertel er meer over"),
                look_alikes=lambda data: [one.name for one in names.like(data.get("title", ""))],
                labels={"title": _("naam"), "city": _("plaats"), "theme": _("thema"), "part": _("rol")},
            )
        )
        kinds.register(
            kinds.Kind(
                name=owning.CLAIM,
                label=_("een initiatief overnemen als eigenaar"),
                accept=owning.hand_over,
                when_accepted=_("U beheert dit initiatief nu. De link staat in uw mail."),
                labels={"organisation": _("organisatie"), "role": _("functie")},
            )
        )
        chores.register("review initiatives", every=dt.timedelta(hours=6), run=owning.remind)
