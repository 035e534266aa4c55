"""Joining a theme: what somebody writes is relayed to the lead; nobody's address is shown."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.intake.flows import check_sender, record_relay
from stedennet.intake.rules import Receipt
from stedennet.outbox.flows import queue_mail, queue_mail_to_unconfirmed

from ..models import Theme, ThemeRole


@dataclass(frozen=True)
class JoinRequest:
    """Who wants to join, as what, and why; `language` is that of the writer's page."""

    name: str
    email: str
    organisation: str
    role: str
    message: str
    language: str
    once: str
    """Names the opened form: the same words sent twice are one wish."""
    person: Any = None
    """Who is signed in, None for nobody."""
    behalf_of: str = ""
    """The organisation for which they speak, when they chose it."""


REQUESTABLE_ROLES = (ThemeRole.Role.PARTICIPANT, ThemeRole.Role.FOLLOWER)


@transaction.atomic
def submit_join_request(theme: Theme, wish: JoinRequest) -> Receipt:
    """Send the wish to everybody who represents the theme's lead, or to the programme office when nobody does.

    The writer gets a confirmation without the words of the form: the address may be somebody else's. The same
    wish by the same opened form goes once, another one goes as well; the answer says which. Raises Refused when the
    role cannot be asked for.
    """
    if wish.role not in REQUESTABLE_ROLES:
        raise Refused(_("Kies of u wilt meedoen of wilt volgen."), field="role")
    check = check_sender(wish.name, wish.person)
    words = [theme.pk, wish.name, wish.organisation, wish.role, wish.message]
    receipt = record_relay("join", once=wish.once, email=wish.email, content=words)
    if receipt is not Receipt.SAME:
        _mail_request(theme, wish, is_doubtful=bool(check.marks))
    return receipt


def _mail_request(theme: Theme, wish: JoinRequest, *, is_doubtful: bool) -> None:
    role = ThemeRole.Role(wish.role).label
    context = {"theme": theme, "wish": wish, "role": role, "behalf_of": wish.behalf_of, "doubt": is_doubtful}
    for address, language in _list_recipients(theme):
        queue_mail(to=address, template="join_theme", context=context, language=language, reply_to=wish.email)
    queue_mail_to_unconfirmed(to=wish.email, template="join_theme_copy", context=context, language=wish.language)


def _list_recipients(theme: Theme) -> list[tuple[str, str]]:
    day = today()
    people = {
        (representation.user.email, representation.user.language or "nl")
        for lead in theme.roles.on(day).filter(role=ThemeRole.Role.LEAD)
        for representation in lead.organisation.representations.on(day).select_related("user")
        if representation.user.is_active
    }
    return sorted(people) or [(settings.OFFICE_EMAIL, "nl")]
