"""The append-only log of what was published, changed or withdrawn, and each follower's position in it."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .querysets import ChangeQuerySet


class Verb(models.TextChoices):
    """The change to the record, as the public sees it."""

    PUBLISHED = "published", _("gepubliceerd")
    CHANGED = "changed", _("gewijzigd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Change(models.Model):
    """One line of the log. Triggers refuse to change or delete it (migration 0002).

    `fact_on` is the day of the fact that it tells, None if that is not known; `is_news` follows from it (`rules.py`).
    Lines from before these columns are of the day on which they were written.
    """

    Verb = Verb

    subject_type = models.CharField(_("soort"), max_length=60)
    subject_id = models.CharField(_("sleutel"), max_length=60)
    title = models.CharField(_("naam"), max_length=200)
    title_en = models.CharField(_("naam (Engels)"), max_length=200, blank=True)
    verb = models.CharField(_("wat"), max_length=10, choices=Verb.choices)
    at = models.DateTimeField(_("wanneer"))
    fact_on = models.DateField(_("dag waarop dit gold"), null=True, blank=True)
    is_news = models.BooleanField(_("is nieuws"), default=True, db_default=True)
    behalf_of = models.CharField(_("namens"), max_length=200, blank=True)
    note = models.CharField(_("regel"), max_length=200, blank=True)
    note_en = models.CharField(_("regel (Engels)"), max_length=200, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("wijziging")
        verbose_name_plural = _("wijzigingen")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="change_subject")]
        constraints = [models.CheckConstraint(name="change_verb_is_known", condition=Q(verb__in=Verb.values))]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_verb_display()}"

    @property
    def day(self) -> dt.date:
        """The day on which it was true, else the day on which it was written."""
        return self.fact_on or localdate(self.at)


class Cursor(models.Model):
    """How far a follower has read: every line up to and including `position`."""

    name = models.CharField(_("volger"), max_length=60, unique=True)
    position = models.BigIntegerField(_("gelezen tot"), default=0)

    class Meta:
        verbose_name = _("leeswijzer")
        verbose_name_plural = _("leeswijzers")

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"
