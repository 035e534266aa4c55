"""People who can sign in, their roles at the programme office, and what they consented to.

A person is identified by an e-mail address; there are no user names.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stedennet.core import clock

from .grants import GrantedByTwo, build_two_people_constraints
from .rules import FLAG_OF_ROLE

# Wagtail asks groups, not permissions, who may work on pages, images and documents. This one, made by Wagtail's own
# migrations, may also publish; Wagtail's "Editors" may not.
WAGTAIL_GROUP = "Moderators"


def normalise_email(email: str) -> str:
    """The address as it is stored: trimmed and in lower case, so that one mailbox is one person."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        """Create a person; without a password nobody can sign in with one. Raises ValueError without an address."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=normalise_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> "User":
        """Create an administrator, granted by the program itself; used by `stedennet manage createsuperuser`."""
        from allauth.account.models import EmailAddress

        from .role_grants import record_system_grant

        user = self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})
        record_system_grant(user, Role.ADMINISTRATOR)
        # The operator vouches for the address: on a new machine no worker sends a mail to confirm it.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, in any case."""
        return self.get(email=normalise_email(username or ""))


class User(AbstractUser):
    """A person. `is_editor` and `is_moderator` are the two roles at the programme office."""

    class Language(models.TextChoices):
        """The language of mails to this person."""

        DUTCH = "nl", _("Nederlands")
        ENGLISH = "en", _("Engels")

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mailadres"), unique=True, error_messages={"unique": _("Er is al een gebruiker met dit e-mailadres.")}
    )
    name = models.CharField(_("naam"), max_length=200, blank=True)
    language = models.CharField(_("taal"), max_length=2, choices=Language.choices, default=Language.DUTCH)
    is_editor = models.BooleanField(
        _("redacteur"), default=False, help_text=_("Schrijft en publiceert, en houdt het register bij.")
    )
    is_moderator = models.BooleanField(
        _("moderator"), default=False, help_text=_("Beoordeelt wat mensen van buiten insturen.")
    )

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")
        ordering: ClassVar[list[str]] = ["email"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_one_per_email",
                violation_error_message=_("Er is al een gebruiker met dit e-mailadres."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        """Normalise the address, as flows do."""
        super().clean()
        self.email = normalise_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the person. Wagtail's form has first and last names; `name` follows them unless it is set."""
        if not self.name:
            self.name = super().get_full_name()
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or "is_editor" in fields:
            self.follow_role()

    def follow_role(self) -> None:
        """Keep editors, and only them, in Wagtail's group of people who publish."""
        group = Group.objects.filter(name=WAGTAIL_GROUP).first()
        if group and self.is_editor:
            self.groups.add(group)
        elif group:
            self.groups.remove(group)

    def get_full_name(self) -> str:
        """The name to show; the address when no name is known."""
        return self.name or super().get_full_name() or self.email

    def get_short_name(self) -> str:
        """The name for a salutation."""
        return self.first_name or self.get_full_name()


class Role(models.TextChoices):
    """A role at the programme office."""

    EDITOR = "editor", _("redacteur")
    MODERATOR = "moderator", _("moderator")
    ADMINISTRATOR = "administrator", _("beheerder")


class RoleGrant(GrantedByTwo):
    """A role that somebody has or had, or that was requested; the person's own booleans follow it."""

    user = models.ForeignKey(User, verbose_name=_("persoon"), on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("rol"), max_length=20, choices=Role.choices)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rol van een persoon")
        verbose_name_plural = _("rollen van personen")
        ordering: ClassVar[list[str]] = ["user__email", "role"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *build_two_people_constraints("role_grant"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_grant_role_is_known"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(withdrawn_at=None), name="role_grant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def flag(self) -> str:
        """The boolean field of the person that follows this role."""
        return FLAG_OF_ROLE[self.role]


class Consent(models.Model):
    """The consent that somebody gave: the exact words, when and where.

    A person without an account is identified by the SHA-256 of the address. Triggers keep a row unchanged, except that
    it can be withdrawn once (migration 0003).
    """

    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="consents", verbose_name=_("gebruiker")
    )
    email_hash = models.CharField(_("hash van het e-mailadres"), max_length=64, blank=True, db_index=True)
    kind = models.CharField(_("soort"), max_length=50)
    wording = models.TextField(_("tekst"))
    version = models.CharField(_("versie van de tekst"), max_length=20, blank=True)
    language = models.CharField(_("taal"), max_length=2, choices=User.Language.choices, default=User.Language.DUTCH)
    given_at = models.DateTimeField(_("gegeven op"), default=clock.now)
    page = models.CharField(_("pagina"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("toestemming")
        verbose_name_plural = _("toestemmingen")
        ordering: ClassVar[list[str]] = ["-given_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="accounts_consent_no_end_before_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.given_at:%Y-%m-%d})"


class SignedInSession(models.Model):
    """A browser in which somebody is signed in; its name and the time suffice to recognise it, without an address."""

    user = models.ForeignKey(
        User, verbose_name=_("persoon"), on_delete=models.CASCADE, related_name="signed_in_sessions"
    )
    session_key = models.CharField(_("sleutel van de sessie"), max_length=40, unique=True, editable=False)
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    began_at = models.DateTimeField(_("begonnen op"), default=clock.now)
    seen_at = models.DateTimeField(_("laatst gebruikt op"), default=clock.now)

    class Meta:
        verbose_name = _("sessie")
        verbose_name_plural = _("sessies")
        ordering: ClassVar[list[str]] = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.seen_at:%Y-%m-%d %H:%M}"


class FactorReset(GrantedByTwo):
    """The reset of a lost second factor: requested by one administrator, confirmed by another."""

    user = models.ForeignKey(User, verbose_name=_("persoon"), on_delete=models.CASCADE, related_name="factor_resets")
    reason = models.CharField(_("hoe u weet dat deze persoon het is"), max_length=500)

    class Meta:
        verbose_name = _("herstel van een tweede factor")
        verbose_name_plural = _("herstel van tweede factoren")
        ordering: ClassVar[list[str]] = ["asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *build_two_people_constraints("factor_reset"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(granted_at=None), name="factor_reset_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"
