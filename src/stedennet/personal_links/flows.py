"""Ending one personal link, and mailing the one that takes its place. Each `can_x` stands beside `x`."""

from django.db import models, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor, is_editor, person_of
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.outbox.flows import queue_mail

from .links import Holder, PersonalLink, Reissue, SignedLink, StoredLink
from .models import ReplacedLink
from .registry import get_personal_links, get_reissue_flow
from .row_keys import Record, Row


def find_link_of_holder(token: str) -> tuple[SignedLink, str] | None:
    """The declaration that this token belongs to, and the text it signs; None when its holder cannot replace it."""
    for link in get_personal_links().values():
        if isinstance(link, SignedLink) and link.reissue is Reissue.HOLDER and (row := link.find(token)) is not None:
            return link, link.write_key(row)
    return None


@transaction.atomic
def replace_link_by_holder(token: str) -> Holder:
    """Replace a link at its holder's request; the new one goes to the known address, never to the person asking.

    Raises Refused for a link that does not work or no longer works.
    """
    found = find_link_of_holder(token)
    if found is None:
        raise Refused(_("Deze link werkt niet (meer)."))
    link, key = found
    row, holder = _require_holder(link, key)
    _replace_signed_link(link, row, holder, by=None)
    return holder


def can_replace_links(by: Actor) -> bool:
    """Whether `by` may end links of others: editors and administrators, and the program itself."""
    return is_editor(by)


@transaction.atomic
def replace_link(purpose: str, key: str, *, by: Actor) -> Holder:
    """The office ends one link and has a new one mailed. Raises NotAllowed, or Refused when there is none."""
    if not can_replace_links(by):
        raise NotAllowed(_("Alleen het programmabureau maakt links van anderen ongeldig."))
    link = get_personal_links().get(purpose)
    if link is None or link.reissue is Reissue.NOBODY:
        raise Refused(_("Deze link werkt niet (meer)."))
    row, holder = _require_holder(link, key)
    if isinstance(link, SignedLink):
        _replace_signed_link(link, row, holder, by=by)
    elif isinstance(link, StoredLink):
        _replace_stored_link(link, row, by=by)
    return holder


def _require_holder(link: PersonalLink[Row], key: str) -> tuple[Row, Holder]:
    row = link.find_by_key(key)
    holder = link.find_holder(row) if row is not None else None
    if row is None or holder is None:
        raise Refused(_("Deze link werkt niet (meer)."))
    return row, holder


def _replace_signed_link(link: SignedLink[Row], row: Row, holder: Holder, *, by: Actor | None) -> None:
    fields = {"mark": get_random_string(16), "replaced_at": now(), "replaced_by": person_of(by)}
    replaced = ReplacedLink.objects.update_or_create(kind=link.purpose, value=link.write_key(row), defaults=fields)[0]
    _record_replacement(link, replaced, by=by)
    context = {"label": link.label, "title": holder.title, "link": link.url(row, holder.language)}
    once = f"link {replaced.pk} {replaced.mark}"
    queue_mail(to=holder.email, template="link_replaced", context=context, language=holder.language, once=once)


def _replace_stored_link(link: StoredLink[Record], row: Record, *, by: Actor) -> None:
    get_reissue_flow(link)(row, by)
    _record_replacement(link, row, by=by)


def _record_replacement(link: PersonalLink, record: models.Model, *, by: Actor | None) -> None:
    record_security_event(EventKind.LINK_REPLACED, by=by, data={"kind": link.purpose})
    record_act(record, "personal_links.replaced", by=by, title=str(link.label))


def list_links(email: str) -> list[tuple[PersonalLink, str, Holder]]:
    """Every personal link that somebody with this address has now and that can be reissued."""
    return [
        (link, link.write_key(row), holder)
        for link in get_personal_links().values()
        if link.reissue is not Reissue.NOBODY
        for row in link.list_rows(email)
        if (holder := link.find_holder(row)) is not None
    ]
