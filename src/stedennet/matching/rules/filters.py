"""What comes before any score: who is not asked for is no candidate. A reader may look beyond it. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filter(models.TextChoices):
    """One condition; a reader may leave it out."""

    KIND = "soort", _("de gevraagde soort organisatie")
    REGION = "regio", _("de gevraagde provincie")


def fits_region(wanted: int | None, key: str, province: int | None, worked_there: bool) -> bool:
    """Whether an organisation can be asked for a province: it is it, is there, did something there, or has none."""
    return wanted is None or province in (None, wanted) or key == str(wanted) or worked_there
