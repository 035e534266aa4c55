"""`stedennet rights …`: give or withdraw a right from the command line, as for the very first accounts."""

from collections.abc import Callable
from typing import Annotated

import typer
from django.utils import translation

from stedennet.accounts.models import User, normalise_email
from stedennet.accounts.role_grants import grant_role, withdraw_role
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import DomainError

from .flows.representations import grant_representation
from .models import Organisation, Representation

rights_app = typer.Typer(
    help="Give or withdraw a right without a second person. The site asks two people; this is for the first of them.",
    no_args_is_help=True,
)
Email = Annotated[str, typer.Argument(help="The e-mail address of an account that exists.")]
RoleName = Annotated[str, typer.Argument(help="editor, moderator or administrator.")]


@rights_app.command("grant-role")
def grant(email: Email, role: RoleName) -> None:
    """Give somebody a role; all administrators are mailed and the security log records it."""
    _run_in_english(lambda: grant_role(_get_person(email), role, by=SYSTEM), f"{email} is {role} now")


@rights_app.command("withdraw-role")
def withdraw(email: Email, role: RoleName) -> None:
    """Withdraw a role."""
    _run_in_english(lambda: withdraw_role(_get_person(email), role, by=SYSTEM), f"{email} is not {role} any more")


@rights_app.command("represent")
def represent(
    email: Email,
    organisation: Annotated[str, typer.Argument(help="The organisation's code (GM0518) or slug.")],
    sign: Annotated[bool, typer.Option("--sign", help="May also sign: approve an edition.")] = False,
) -> None:
    """Let somebody represent an organisation; its representatives are mailed and the security log records it."""

    def work() -> None:
        representation = Representation(
            user=_get_person(email), organisation=_get_organisation(organisation), may_sign=sign, begins_on=today()
        )
        grant_representation(representation, by=SYSTEM)

    _run_in_english(work, f"{email} represents {organisation} now")


def _run_in_english(work: Callable[[], object], message: str) -> None:
    # The command speaks English; without this the reasons would be in the language of the site.
    with translation.override("en"):
        try:
            work()
        except DomainError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from error
    typer.echo(message)


def _get_person(email: str) -> User:
    user = User.objects.filter(email=normalise_email(email)).first()
    if user is None:
        raise typer.BadParameter(f"there is no account with the address {email}")
    return user


def _get_organisation(name: str) -> Organisation:
    rows = Organisation.objects
    organisation = rows.filter(code=name).first() or rows.filter(slug=name).first()
    if organisation is None:
        raise typer.BadParameter(f"there is no organisation with the code or slug {name}")
    return organisation
