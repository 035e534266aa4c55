"""Posts, the activities of our accounts, and likes and shares."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets.posts import ActivityQuerySet, PostQuerySet
from .identities import Identity


class Kind(models.TextChoices):
    """ActivityStreams types of posts."""

    ARTICLE = "Article", _("artikel")
    EVENT = "Event", _("evenement")
    NOTE = "Note", _("bericht")


class Verb(models.TextChoices):
    """ActivityStreams types of activities."""

    CREATE = "Create", _("geplaatst")
    UPDATE = "Update", _("gewijzigd")
    DELETE = "Delete", _("ingetrokken")
    ANNOUNCE = "Announce", _("gedeeld door een thema")
    ACCEPT = "Accept", _("volger aangenomen")


class Post(models.Model):
    """A record of the site as published to others. `document` is its last published version; empty once withdrawn."""

    Kind = Kind

    kind = models.CharField(_("soort"), max_length=7, choices=Kind.choices)
    subject_type = models.CharField(_("soort onderwerp"), max_length=60)
    subject_id = models.CharField(_("sleutel van het onderwerp"), max_length=60)
    identities = models.ManyToManyField(Identity, verbose_name=_("ook gedeeld door"), related_name="posts")
    document = models.JSONField(_("inhoud"), default=dict)
    published_at = models.DateTimeField(_("geplaatst op"))
    updated_at = models.DateTimeField(_("gewijzigd op"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["id"]
        constraints = [
            # A record published again after it was withdrawn is a new post: other servers keep the tombstone for ever.
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(withdrawn_at=None),
                name="post_one_living",
            ),
            models.CheckConstraint(name="post_kind_is_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class Activity(models.Model):
    """One outgoing message: an account acts on a post, or accepts a follower (named in `document`)."""

    Verb = Verb

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="activities")
    verb = models.CharField(_("wat"), max_length=8, choices=Verb.choices)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="activities")
    change = models.BigIntegerField(_("regel in het logboek"), null=True, blank=True)
    document = models.JSONField(_("inhoud"), default=dict, blank=True)
    at = models.DateTimeField(_("wanneer"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activiteit")
        verbose_name_plural = _("activiteiten")
        ordering = ["id"]
        indexes = [models.Index(fields=["identity", "-id"], name="activity_newest")]
        constraints = [
            models.UniqueConstraint(fields=["change", "identity", "verb"], name="activity_once_a_line"),
            models.CheckConstraint(name="activity_verb_is_known", condition=Q(verb__in=Verb.values)),
            models.CheckConstraint(name="activity_has_a_post", condition=Q(verb=Verb.ACCEPT) | Q(post__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.identity} {self.verb}"


class Tally(models.Model):
    """One like or share of a post. `who` is a salted hash per post: it counts each person once and names nobody."""

    class Kind(models.TextChoices):
        """Like or share."""

        LIKE = "Like", _("vindt dit leuk")
        ANNOUNCE = "Announce", _("deelde dit")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tallies")
    kind = models.CharField(_("wat"), max_length=8, choices=Kind.choices)
    who = models.CharField(max_length=64, editable=False)
    # Salted hash of the activity's id, which is all that some servers send to undo it; None for older rows.
    activity = models.CharField(max_length=64, null=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("telling")
        verbose_name_plural = _("tellingen")
        constraints = [models.UniqueConstraint(fields=["post", "kind", "who"], name="tally_once")]

    def __str__(self) -> str:
        return self.kind
