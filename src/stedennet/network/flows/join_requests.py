"""Requests to join a theme: the message is relayed to the lead, and no address is shown."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.intake.flows import check_sender, record_relay
from stedennet.intake.rules import Receipt
from stedennet.outbox.flows import queue_mail, queue_mail_to_unconfirmed
from stedennet.outbox.recipients import or_office

from ..models import Representation, Theme, ThemeRole


@dataclass(frozen=True)
class JoinRequest:
    """A sender's request to join, with the role and the reason; `language` is that of the page they used."""

    name: str
    email: str
    organisation: str
    role: str
    message: str
    language: str
    once: str
    """Identifies the opened form, so that the same words sent twice count as one request."""
    person: Any = None
    """The signed-in sender; None for nobody."""
    behalf_of: str = ""
    """The organisation on whose behalf they write, if they chose one."""


REQUESTABLE_ROLES = (ThemeRole.Role.PARTICIPANT, ThemeRole.Role.FOLLOWER)


@transaction.atomic
def submit_join_request(theme: Theme, join_request: JoinRequest) -> Receipt:
    """Mail the request to the representatives of the theme's lead, or to the programme office if there are none.

    The sender gets a confirmation without the text of the form, because the address may be somebody else's. The same
    request from the same opened form is relayed once; the receipt tells whether it was. Raises Refused when the role
    cannot be requested.
    """
    if join_request.role not in REQUESTABLE_ROLES:
        raise Refused(_("Kies of u wilt meedoen of wilt volgen."), field="role")
    check = check_sender(join_request.name, join_request.person)
    content = [theme.pk, join_request.name, join_request.organisation, join_request.role, join_request.message]
    receipt = record_relay("join", once=join_request.once, email=join_request.email, content=content)
    if receipt is not Receipt.SAME:
        _mail_request(theme, join_request, is_doubtful=bool(check.marks))
    return receipt


def _mail_request(theme: Theme, join_request: JoinRequest, *, is_doubtful: bool) -> None:
    context = {
        "theme": theme,
        "wish": join_request,
        "role": ThemeRole.Role(join_request.role).label,
        "behalf_of": join_request.behalf_of,
        "doubt": is_doubtful,
    }
    for address, language in _list_recipients(theme):
        queue_mail(to=address, template="join_theme", context=context, language=language, reply_to=join_request.email)
    queue_mail_to_unconfirmed(
        to=join_request.email, template="join_theme_copy", context=context, language=join_request.language
    )


def _list_recipients(theme: Theme) -> list[tuple[str, str]]:
    day = today()
    leads = theme.roles.on(day).filter(role=ThemeRole.Role.LEAD)
    people = Representation.objects.of_any(leads.values_list("organisation", flat=True), day=day)
    return or_office(people.recipients())
