"""The steps of setup, once the answers are in the environment: tables, registers, the first administrator."""

from collections.abc import Callable
from pathlib import Path

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM
from stedennet.demo.loader import CONTENT
from stedennet.network.csv_loader import load_all

SHIPPED = ("provinces.csv", "municipalities.csv")
"""Files of the demo's real content that apply to every Dutch network."""

Say = Callable[[str], None]


class StepFailed(Exception):
    """A step failed; `str(error)` says why and what to do."""


def make_tables(say: Say) -> None:
    """Apply all migrations. Raises StepFailed when the database cannot be reached."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise StepFailed(f"the database does not answer ({error}). Check --database-url and --var-dir.") from None
    call_command("migrate", interactive=False, verbosity=0)
    say("The tables are there.")


def load_registers(folder: Path | None, say: Say) -> None:
    """Load the files of `folder` in order, or the provinces and municipalities that come with Stedennet.

    Raises StepFailed for the first refused row; nothing of that file is stored then.
    """
    reports = load_all(folder or CONTENT, only=None if folder else SHIPPED, by=SYSTEM)
    for name, report in reports:
        for refusal in report.refused[:1]:
            raise StepFailed(f"{name}, line {refusal.line}, column {refusal.column}: {refusal.reason}")
        say(f"{name}: {len(report.added)} added, {len(report.changed)} changed, {report.left_alone} left alone")


def make_administrator(email: str, password: str, say: Say) -> None:
    """Create the first administrator, once. Without a password, print a link to choose one, as mail may not work
    yet."""
    if User.objects.filter(is_superuser=True).exists():
        say("There is an administrator already.")
        return
    user = create_person(email=email, name="", password=password or None, by=SYSTEM, is_superuser=True, is_staff=True)
    say(f"{user.email} is administrator. The second factor is asked at the first visit of /beheer/.")
    if not password:
        say(f"Choose a password within three days, once the site runs:\n  {build_password_link(user)}")


def build_password_link(user: User) -> str:
    """The URL where this person chooses a password; anybody who has it can use it."""
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=arguments)
