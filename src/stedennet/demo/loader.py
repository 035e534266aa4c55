"""Fills an empty database with the demo's content; running it again changes nothing."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.insight.flows.matrix import update_matrix
from stedennet.network.csv_loader import REGISTER_FILES, LoadReport, load_file
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Organisation, Representation

from .accounts import DEMO_ACCOUNTS, DemoAccount
from .adoptions import load_adoptions
from .agenda import load_agenda
from .articles import load_articles
from .calls import load_calls
from .challenges import load_challenges
from .events import load_events
from .figures import load_figures
from .indicators import load_indicators
from .initiatives import load_initiatives
from .mergers import load_mergers
from .newsletters import load_newsletters
from .reactions import load_reactions
from .subscriptions import load_subscriptions
from .yields import load_yields

CONTENT = Path(__file__).parent / "content"
FILES = [(kind, name) for name, kind in REGISTER_FILES.items()]


class ContentError(Exception):
    """A content file has a row that the register refuses; nothing was stored."""


def load_demo(say: Callable[[str], None] = print) -> None:
    """Load all content and create the demo accounts, all or nothing; `say` gets a line for each file.

    Raises ContentError, and RuntimeError outside the demo.
    """
    if not settings.DEMO:
        raise RuntimeError("The demo accounts have a public password: they are only created where STEDENNET_DEMO=1.")
    with transaction.atomic():
        for kind, name in FILES:
            report = load_file(kind, CONTENT / name, by=SYSTEM)
            _stop_at_refusals(name, report)
            say(f"  {name}: {len(report.added)} added, {len(report.changed)} changed, {report.left_alone} left alone")
        say(f"  mergers of municipalities: {load_mergers()} added")
        say(f"  figures: {load_figures()} added")
        say(f"  initiatives: {load_initiatives()} added")
        say(f"  adoptions known from a source: {load_adoptions()} added")
        say(f"  calls: {load_calls()} added")
        say(f"  yields known from a source: {load_yields()} added")
        say(f"  editions of the agenda: {load_agenda()} added")
        say(f"  values of indicators: {load_indicators()} added")
        say(f"  challenges: {load_challenges()} added")
        say(f"  articles: {load_articles()} added")
        say(f"  events: {load_events()} added")
        for account in DEMO_ACCOUNTS:
            create_account(account)
        say(f"  reactions: {load_reactions()} added")
        say(f"  subscriptions: {load_subscriptions()} added")
        say(f"  newsletters: {load_newsletters()} added")
        update_matrix()


def is_loaded() -> bool:
    """Whether the content is loaded already, so that the next start can skip it."""
    return Organisation.objects.exists() and User.objects.filter(email=DEMO_ACCOUNTS[-1].email).exists()


def _stop_at_refusals(name: str, report: LoadReport) -> None:
    if report.refused:
        first = report.refused[0]
        raise ContentError(f"{name}, line {first.line}, column {first.column}: {first.reason}")


def create_account(account: DemoAccount) -> User:
    """Create an account with a confirmed address, or return the existing one."""
    user = User.objects.filter(email=account.email).first()
    if user is not None:
        return user
    user = create_person(
        email=account.email,
        name=account.name,
        password=account.password,
        by=SYSTEM,
        is_editor=account.is_editor,
        is_moderator=account.is_moderator,
        is_superuser=account.is_superuser,
        is_staff=account.is_superuser,
    )
    if account.represents:
        organisation = Organisation.objects.get(code=account.represents)
        representation = Representation(
            user=user, organisation=organisation, begins_on=today(), may_sign=account.may_sign
        )
        grant_representation(representation, by=SYSTEM)
    return user
