"""What another city needs to adopt an initiative, and when all of it is there. Pure."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Made, Phase


class Need(models.TextChoices):
    """A question that every city asks before it adopts something."""

    EVIDENCE = "evidence", _("bewijs dat het werkt")
    COSTS = "costs", _("kosten")
    TIME = "time", _("doorlooptijd")
    LICENCE = "licence", _("licentie en code")
    DOCUMENTS = "documents", _("documenten (zoals een bestek of DPIA)")
    CONTACT = "contact", _("contactpersoon")
    VISIT = "visit", _("een bezoek")


REQUIRED = frozenset({Need.EVIDENCE, Need.COSTS, Need.CONTACT})
TO_TAKE_ALONG = frozenset({Need.LICENCE, Need.DOCUMENTS})
WORKING = (Phase.IN_USE, Phase.SCALED)
DOCUMENTS = (Made.CONTRACT, Made.DPIA, Made.REPORT)


def is_ready(phase: str, known: Collection[Need]) -> bool:
    """Whether a city can begin: it works somewhere, what it gave and cost and whom to ask are known, and there is
    something to take along: code with a licence, or a document."""
    return phase in WORKING and set(known) >= REQUIRED and bool(TO_TAKE_ALONG & set(known))


def name_product_needs(kind: str, url: str, licence: str) -> set[Need]:
    """The needs that a product meets; a document or evidence counts only if one can open it."""
    needs = {Need.LICENCE} if licence else set()
    if url and kind in DOCUMENTS:
        needs.add(Need.DOCUMENTS)
    if url and kind == Made.EVIDENCE:
        needs.add(Need.EVIDENCE)
    return needs
