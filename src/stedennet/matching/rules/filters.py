"""The conditions that a call sets for candidates, applied before any score; a reader may switch them off. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filter(models.TextChoices):
    """One condition."""

    KIND = "soort", _("de gevraagde soort organisatie")
    REGION = "regio", _("de gevraagde provincie")


def fits_region(wanted_province: int | None, key: str, province: int | None, worked_there: bool) -> bool:
    """Whether an organisation fits the wanted province: it is that one, is located or worked there, or has none."""
    if wanted_province is None:
        return True
    return province in (None, wanted_province) or key == str(wanted_province) or worked_there
