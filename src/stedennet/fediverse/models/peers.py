"""Remote accounts and their keys, their replies, and hashes of the messages already received."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.intake.models import Submission

from .identities import LONGEST_URL
from .posts import Post


class Peer(models.Model):
    """A remote account as its own server describes it: key, inboxes, and a handle once it is verified."""

    actor = models.CharField(_("wie"), max_length=LONGEST_URL, unique=True)
    host = models.CharField(_("server"), max_length=255, db_index=True)
    username = models.CharField(_("naam"), max_length=100, blank=True)
    handle = models.CharField(_("adres"), max_length=355, blank=True)
    key_id = models.CharField(_("sleutel"), max_length=LONGEST_URL)
    public_pem = models.TextField(_("openbare sleutel"))
    inbox = models.CharField(_("postvak"), max_length=LONGEST_URL)
    shared_inbox = models.CharField(_("gedeeld postvak"), max_length=LONGEST_URL, blank=True)
    fetched_at = models.DateTimeField(_("opgehaald op"), db_index=True)

    class Meta:
        verbose_name = _("account elders")
        verbose_name_plural = _("accounts elders")

    def __str__(self) -> str:
        return self.handle or self.actor


class Reply(models.Model):
    """A public reply from another server, identified by its id, and the submission made from it."""

    note = models.CharField(_("adres"), max_length=LONGEST_URL, unique=True)
    actor = models.CharField(_("wie"), max_length=LONGEST_URL, db_index=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="replies")
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="fediverse_reply")

    class Meta:
        verbose_name = _("antwoord van elders")
        verbose_name_plural = _("antwoorden van elders")

    def __str__(self) -> str:
        return self.note


class Seen(models.Model):
    """The hash of a message or signature already received; deleted once it would be too old to be accepted."""

    hash = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("eerder ontvangen")
        verbose_name_plural = _("eerder ontvangen")

    def __str__(self) -> str:
        return self.hash
