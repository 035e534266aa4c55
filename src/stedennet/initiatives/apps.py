"""Registers the room's submission kinds, personal links, import and periodic job."""

import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    """Initiatives and their adoption."""

    name = "stedennet.initiatives"
    label = "initiatives"
    verbose_name = "initiatieven"

    def ready(self) -> None:
        """Register what a submitted initiative or claim becomes, the import, and the review reminders."""
        from stedennet.accounts.erasers import register_eraser
        from stedennet.core import periodic_jobs
        from stedennet.imports.kinds import register_import_kind
        from stedennet.intake import kinds
        from stedennet.network.references import register_references
        from stedennet.personal_links.registry import register_signed_link

        from .flows import covers, erasure, follow_ups, initiatives, submissions
        from .import_kind import KIND
        from .models import Picture
        from .personal_links import FOLLOW_UP_LINK, INITIATIVE_LINK
        from .querysets import look_alikes
        from .references import REFERENCES

        register_import_kind(KIND)
        post_save.connect(covers.make_cover_on_save, sender=Picture, dispatch_uid="make covers")
        register_eraser("initiatives", erasure.erase_contacts)
        register_signed_link(INITIATIVE_LINK)
        register_signed_link(FOLLOW_UP_LINK)
        register_references(*REFERENCES)
        kinds.register_kind(
            kinds.SubmissionKind(
                name=submissions.KIND,
                label=_("initiatief"),
                accept=submissions.create_initiative,
                must_wait=lambda submission: False,
                on_withdraw=submissions.withdraw_initiative,
                when_accepted=_(
                    "Een redacteur kijkt ernaar. U kunt nu meer vertellen; de link daarvoor staat ook in uw mail."
                ),
                next_page=submissions.get_next_url,
                next_label=_("Vertel er meer over"),
                look_alikes=lambda data: [found.name for found in look_alikes.find_look_alikes(data.get("title", ""))],
                labels={"title": _("naam"), "city": _("plaats"), "theme": _("thema"), "part": _("rol")},
            )
        )
        kinds.register_kind(
            kinds.SubmissionKind(
                name=initiatives.CLAIM_KIND,
                label=_("een initiatief overnemen als eigenaar"),
                accept=initiatives.hand_over_initiative,
                when_accepted=_("U beheert dit initiatief nu. De link staat in uw mail."),
                labels={"organisation": _("organisatie"), "role": _("functie")},
            )
        )
        periodic_jobs.register_job(
            "review initiatives", every=dt.timedelta(hours=6), run=initiatives.send_review_reminders
        )
        periodic_jobs.register_job(
            "ask how adoptions go", every=dt.timedelta(hours=6), run=follow_ups.ask_due_follow_ups
        )
