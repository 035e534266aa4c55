"""Synonyms, and the questions that were asked, without persons."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .querysets import AskedQuerySet
from .rules.plain_words import words_of


class Synonyms(models.Model):
    """A group of words with the same meaning: a search for one also finds the others."""

    words = models.CharField(
        _("woorden die hetzelfde betekenen"),
        max_length=300,
        unique=True,
        help_text=_("Met komma's ertussen, zoals: openbare verlichting, straatverlichting."),
    )

    class Meta:
        verbose_name = _("synoniemen")
        verbose_name_plural = _("synoniemen")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Require at least two names, each of at most three words."""
        if len(self.each) < 2 or any(len(name) > 3 for name in self.each):
            raise ValidationError({"words": _("Geef minstens twee namen van elk ten hoogste drie woorden.")})

    @property
    def each(self) -> list[tuple[str, ...]]:
        """Each name as plain words."""
        return [words for words in (tuple(words_of(name)) for name in self.words.split(",")) if words]


class Asked(models.Model):
    """The number of times that a question was asked on a day, and its number of results; without the person."""

    day = models.DateField(_("dag"))
    question = models.CharField(_("vraag"), max_length=100)
    language = models.CharField(_("taal"), max_length=5)
    found = models.PositiveIntegerField(_("gevonden"))
    times = models.PositiveIntegerField(_("keer gevraagd"), default=1)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag aan de zoekmachine")
        verbose_name_plural = _("vragen aan de zoekmachine")
        ordering = ["-day", "-times"]
        indexes = [models.Index(fields=["found", "-times"], name="asked_not_found")]
        constraints = [
            models.UniqueConstraint(fields=["day", "question", "language"], name="asked_once_a_day"),
            models.CheckConstraint(name="asked_at_least_once", condition=Q(times__gte=1)),
        ]

    def __str__(self) -> str:
        return self.question
