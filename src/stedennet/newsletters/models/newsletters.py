"""Newsletters, their stories, and their mailings by language."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.mailing.models import Mailing

from ..querysets import NewsletterQuerySet, StoryQuerySet
from ..rules.states import State


class Newsletter(models.Model):
    """One newsletter, about the lines of the log after `from_line` up to and including `to_line`.

    `prepared_up_to` is the key of the last subscription with a delivery; `is_prepared` is set once all have one.
    """

    State = State

    subject = models.CharField(_("onderwerp"), max_length=120)
    subject_en = models.CharField(_("onderwerp (Engels)"), max_length=120, blank=True)
    slug = models.SlugField(_("korte naam"), max_length=120, unique=True)
    intro = models.TextField(_("inleiding"), max_length=5000, blank=True)
    intro_en = models.TextField(_("inleiding (Engels)"), max_length=5000, blank=True)
    state = models.CharField(_("stand"), max_length=9, choices=State.choices, default=State.DRAFT)
    from_line = models.BigIntegerField(_("na regel"))
    to_line = models.BigIntegerField(_("tot en met regel"))
    created_at = models.DateTimeField(_("gemaakt op"))
    created_by = models.ForeignKey(
        User, verbose_name=_("gemaakt door"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    send_at = models.DateTimeField(_("gaat weg op"), null=True, blank=True)
    begun_at = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    done_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    prepared_up_to = models.BigIntegerField(_("klaargezet tot"), default=0)
    is_prepared = models.BooleanField(_("klaargezet"), default=False)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("nieuwsbrief")
        verbose_name_plural = _("nieuwsbrieven")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "send_at"], name="newsletter_due")]
        constraints = [
            models.CheckConstraint(name="newsletter_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="newsletter_has_a_moment",
                condition=Q(state="draft", send_at=None) | (~Q(state="draft") & Q(send_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="newsletter_begun_when_it_goes",
                condition=Q(state__in=["draft", "scheduled"], begun_at=None)
                | (Q(begun_at__isnull=False) & ~Q(state__in=["draft", "scheduled"])),
            ),
            models.CheckConstraint(
                name="newsletter_done_in_the_end",
                condition=Q(state__in=["sent", "stopped"], done_at__isnull=False)
                | (Q(done_at=None) & ~Q(state__in=["sent", "stopped"])),
            ),
            models.CheckConstraint(name="newsletter_has_a_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="newsletter_lines_in_order", condition=Q(to_line__gte=models.F("from_line"), from_line__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Story(models.Model):
    """One item of a newsletter, copied when it was picked; the editor may change its text."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="stories")
    position = models.PositiveSmallIntegerField(_("plaats"), default=0)
    subject_type = models.CharField(_("soort"), max_length=60)
    subject_id = models.CharField(_("sleutel"), max_length=60)
    kind = models.CharField(_("wat"), max_length=60)
    kind_en = models.CharField(_("wat (Engels)"), max_length=60)
    title = models.CharField(_("titel"), max_length=300)
    title_en = models.CharField(_("titel (Engels)"), max_length=300, blank=True)
    summary = models.TextField(_("samenvatting"), max_length=400, blank=True)
    summary_en = models.TextField(_("samenvatting (Engels)"), max_length=400, blank=True)
    url = models.CharField(_("adres"), max_length=500)
    url_en = models.CharField(_("adres (Engels)"), max_length=500)
    day = models.DateField(_("dag"), null=True, blank=True)
    organisation = models.CharField(_("organisatie"), max_length=300, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht in een nieuwsbrief")
        verbose_name_plural = _("berichten in een nieuwsbrief")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "subject_type", "subject_id"], name="story_once_in_a_letter")
        ]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """The mailing of a newsletter in one language."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.PROTECT, related_name="parts")
    language = models.CharField(_("taal"), max_length=2, choices=User.Language.choices)
    mailing = models.OneToOneField(Mailing, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("deel van een nieuwsbrief")
        verbose_name_plural = _("delen van een nieuwsbrief")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["newsletter", "language"], name="part_once_in_a_language")]

    def __str__(self) -> str:
        return f"{self.newsletter} ({self.language})"
