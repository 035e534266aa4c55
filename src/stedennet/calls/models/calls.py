"""A call: a search for a partner or an offer to be one, for which work, until when."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Action
from stedennet.core.dates import PlanPrecision, format_day
from stedennet.initiatives.models import Initiative
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Theme

from ..querysets.calls import CallQuerySet
from ..rules.reviews import QUESTIONS, is_score
from ..rules.states import Outcome, State, is_open


class Kind(models.TextChoices):
    """Whether the owner looks for a partner or offers to be one."""

    LOOKING = "looking", _("zoekt een partner")
    OFFERING = "offering", _("biedt zich aan")


class Gives(models.TextChoices):
    """The partner's benefit."""

    MONEY = "money", _("geld")
    PLACE = "place", _("een plek om te proberen")
    DATA = "data", _("data")
    KNOWLEDGE = "knowledge", _("kennis")


def check_kinds(value: object) -> None:
    """Raise ValidationError unless `value` is a list of different kinds of organisation."""
    if (
        not isinstance(value, list)
        or len(set(map(str, value))) != len(value)
        or set(value) - set(Organisation.Kind.values)
    ):
        raise ValidationError(_("Kies uit de soorten organisaties, elk één keer."))


def check_gives(value: object) -> None:
    """Raise ValidationError unless `value` is a list of different things a partner can get."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value) or set(value) - set(Gives.values):
        raise ValidationError(_("Kies wat het oplevert, elk één keer."))


def check_scores(value: object) -> None:
    """Raise ValidationError unless `value` maps known questions to scores of 0 to 5."""
    if (
        not isinstance(value, dict)
        or set(value) - set(QUESTIONS)
        or not all(is_score(score) for score in value.values())
    ):
        raise ValidationError(_("Geef elke vraag 0 tot en met 5."))


class Call(models.Model):
    """A search for a partner, or an offer to be one. The owner's address is never public.

    A call with a `source_url` was made elsewhere: a public source tells of it and of what came of it. It is closed,
    has no owner here, and may have no known closing date.
    """

    Kind, Gives, State, Outcome = Kind, Gives, State, Outcome

    slug = models.SlugField(_("adres"), max_length=120, unique=True)
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("titel"), max_length=150)
    what_for = models.CharField(_("waarvoor"), max_length=400)
    work = models.TextField(_("wat de partner doet"), max_length=3000, blank=True)
    wanted = models.JSONField(_("welke soorten organisaties"), default=list, blank=True, validators=[check_kinds])
    province = models.ForeignKey(
        Organisation,
        verbose_name=_("provincie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "province"},
    )
    gives = models.JSONField(_("wat het oplevert"), default=list, blank=True, validators=[check_gives])
    gives_in_words = models.CharField(_("wat het oplevert, in woorden"), max_length=300, blank=True)
    opened_on = models.DateField(_("geplaatst op, volgens de bron"), null=True, blank=True)
    opened_precision = models.CharField(
        _("bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    closes_on = models.DateField(_("sluit op"), null=True, blank=True)
    theme = models.ForeignKey(
        Theme, verbose_name=_("thema"), null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    initiative = models.ForeignKey(
        Initiative, verbose_name=_("initiatief"), null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("actie"), null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="calls",
    )
    organisation_in_words = models.CharField(_("organisatie, in woorden"), max_length=150, blank=True)
    owner_name = models.CharField(_("naam van de plaatser"), max_length=100, blank=True)
    owner_email = models.EmailField(_("e-mailadres van de plaatser"), blank=True)
    language = models.CharField(_("taal"), max_length=5, default="nl")
    submission = models.OneToOneField(
        Submission, verbose_name=_("inzending"), null=True, blank=True, on_delete=models.SET_NULL, related_name="call"
    )
    scores = models.JSONField(_("beoordeling"), default=dict, blank=True, validators=[check_scores])
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.CONFIRMED)
    state_words = models.CharField(_("reden, of wat er veranderde"), max_length=400, blank=True)
    state_at = models.DateTimeField(_("sinds"))
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True, blank=True)
    reminded_of = models.DateField(_("herinnerd aan deze sluiting"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("wat ervan kwam"), max_length=9, choices=Outcome.choices, blank=True)
    outcome_partner = models.CharField(_("met wie"), max_length=150, blank=True)
    outcome_words = models.CharField(_("wat ervan kwam, in woorden"), max_length=400, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False, help_text=_("Alleen voor de demo."))

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("oproep")
        verbose_name_plural = _("oproepen")
        ordering = ["closes_on", "id"]
        indexes = [
            models.Index(fields=["state", "closes_on", "id"], name="call_closing"),
            models.Index(fields=["state", "theme"], name="call_theme"),
        ]
        constraints = [
            models.CheckConstraint(name="call_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="call_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="call_outcome_is_known", condition=Q(outcome="") | Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="call_hangs_on_one_thing",
                condition=Q(initiative=None) | Q(action=None),
                violation_error_message=_("Kies een initiatief of een actie, niet allebei."),
            ),
            models.CheckConstraint(
                name="call_says_why",
                condition=~Q(state__in=[State.NEEDS_WORK, State.REJECTED]) | ~Q(state_words=""),
            ),
            models.CheckConstraint(
                name="call_published_since",
                condition=~Q(state__in=[State.PUBLISHED, State.CLOSED]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(name="call_outcome_after_closing", condition=Q(outcome="") | Q(state=State.CLOSED)),
            models.CheckConstraint(
                name="call_partner_only_when_found", condition=Q(outcome_partner="") | Q(outcome=Outcome.FOUND)
            ),
            models.CheckConstraint(
                name="call_from_source_is_over",
                condition=Q(source_url="")
                | (
                    Q(state=State.CLOSED, opened_on__isnull=False, owner_name="", owner_email="", submission=None)
                    & ~Q(outcome_words="")
                ),
                violation_error_message=_("Een oproep uit een bron is gesloten, en de bron zegt wat ervan kwam."),
            ),
            models.CheckConstraint(
                name="call_closes_some_day",
                condition=Q(closes_on__isnull=False) | ~Q(source_url=""),
                violation_error_message=_("Kies een dag die nog komt."),
            ),
            models.CheckConstraint(
                name="call_example_has_no_source", condition=Q(is_example=False) | Q(source_url="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> str:
        """The name of the organisation that placed the call."""
        return self.organisation.name if self.organisation else self.organisation_in_words

    @property
    def opened(self) -> str:
        """When it was made according to the source, in words; empty for a call that was placed here."""
        return format_day(self.opened_on, self.opened_precision)

    def is_open_on(self, day: dt.date) -> bool:
        """Whether the call can be answered on `day`."""
        return is_open(self.state, self.closes_on, day=day)
