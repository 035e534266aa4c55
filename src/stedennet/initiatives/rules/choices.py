"""The fixed choices of an initiative: phases, products, ways to adopt it. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """How far an initiative has come."""

    IDEA = "idea", _("idee")
    EXPLORATION = "exploration", _("verkenning")
    PILOT = "pilot", _("proef")
    IN_USE = "in_use", _("in gebruik")
    SCALED = "scaled", _("opgeschaald")
    STOPPED = "stopped", _("gestopt")


class Made(models.TextChoices):
    """The kinds of product that others can use."""

    SOFTWARE = "software", _("software")
    DATA = "data", _("dataset")
    REPORT = "report", _("rapport")
    EVIDENCE = "evidence", _("evaluatie of meting")
    CONTRACT = "contract", _("contract of bestek")
    DPIA = "dpia", _("DPIA")
    ALGORITHM = "algorithm", _("algoritmeregister")
    SENSOR = "sensor", _("sensorenregister")
    OTHER = "other", _("iets anders")


class Kind(models.TextChoices):
    """How a city adopts an initiative."""

    AS_IS = "as_is", _("zoals het is")
    ADAPTED = "adapted", _("aangepast")
    INSPIRED = "inspired", _("op ideeën gebracht")
    STOPPED = "stopped", _("geprobeerd en gestopt")


class Verdict(models.TextChoices):
    """How the owner of the source answered an adoption; `SOURCED` when only a public source says it."""

    SOURCED = "sourced", _("volgens bron")
    CLAIMED = "claimed", _("nog niet bevestigd")
    CONFIRMED = "confirmed", _("bevestigd")
    DISPUTED = "disputed", _("betwist")


class ContactLevel(models.TextChoices):
    """How much of the contact person readers see."""

    NONE = "none", _("niets")
    ROLE = "role", _("alleen de functie")
    NAME = "name", _("functie en naam")
