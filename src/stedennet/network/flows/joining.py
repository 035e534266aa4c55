"""Joining a theme: what somebody writes is relayed to the lead; nobody's address is shown."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.outbox.flows import post

from ..models import Theme, ThemeRole


@dataclass(frozen=True)
class Wish:
    """Who wants to join, as what, and why; `language` is that of the writer's page."""

    name: str
    email: str
    organisation: str
    role: str
    message: str
    language: str
    once: str
    """Names this one sending of the form: the same form sent twice is one wish."""


ROLES_TO_ASK_FOR = (ThemeRole.Role.PARTICIPANT, ThemeRole.Role.FOLLOWER)


@transaction.atomic
def ask_to_join(theme: Theme, wish: Wish) -> None:
    """Send the wish to everybody who represents the theme's lead, or to the programme office when nobody does.

    The writer gets a confirmation without the words of the form: the address may be somebody else's. Raises Refused
    when the role cannot be asked for.
    """
    if wish.role not in ROLES_TO_ASK_FOR:
        raise Refused(_("Kies of u wilt meedoen of wilt volgen."), field="role")
    context = {"theme": theme, "wish": wish, "role": ThemeRole.Role(wish.role).label}
    for address, language in _readers(theme):
        post(
            to=address, template="join_theme", context=context, language=language, reply_to=wish.email, once=wish.once
        )
    post(to=wish.email, template="join_theme_copy", context=context, language=wish.language, once=f"{wish.once} copy")


def _readers(theme: Theme) -> list[tuple[str, str]]:
    day = today()
    people = {
        (representation.user.email, representation.user.language or "nl")
        for lead in theme.roles.on(day).filter(role=ThemeRole.Role.LEAD)
        for representation in lead.organisation.representations.on(day).select_related("user")
        if representation.user.is_active
    }
    return sorted(people) or [(settings.OFFICE_EMAIL, "nl")]
