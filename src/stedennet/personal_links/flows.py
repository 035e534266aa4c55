"""Making a personal link invalid, and mailing the one that takes its place. Each `can_x` stands beside `x`."""

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor, is_editor, person_of
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.outbox.flows import queue_mail

from .kinds import Holder, LinkKind, find_link_kind, get_registered_link_kinds
from .models import ReplacedLink


@transaction.atomic
def replace_link_by_holder(token: str) -> Holder:
    """Replace a link at its holder's request; the new one goes to the known address, never to the person asking.

    Raises Refused for a link that does not work or no longer works.
    """
    found = find_link_kind(token)
    if found is None:
        raise Refused(_("Deze link werkt niet (meer)."))
    return _replace_link(*found, by=None)


def can_replace_links(by: Actor) -> bool:
    """Whether `by` may make links of others invalid: editors and administrators, and the program itself."""
    return is_editor(by)


@transaction.atomic
def replace_link(kind: str, value: str, *, by: Actor) -> Holder:
    """The office makes one link invalid and has a new one mailed. Raises NotAllowed, or Refused when there is none."""
    if not can_replace_links(by):
        raise NotAllowed(_("Alleen het programmabureau maakt links van anderen ongeldig."))
    if kind not in get_registered_link_kinds():
        raise Refused(_("Deze link werkt niet (meer)."))
    return _replace_link(get_registered_link_kinds()[kind], value, by=by)


def _replace_link(kind: LinkKind, value: str, *, by: Actor | None) -> Holder:
    _find_holder(kind, value)
    person = person_of(by)
    fields = {"mark": get_random_string(16), "replaced_at": now(), "replaced_by": person}
    row = ReplacedLink.objects.update_or_create(kind=kind.name, value=value, defaults=fields)[0]
    record_security_event(EventKind.LINK_REPLACED, by=by, data={"kind": kind.name})
    record_act(row, "personal_links.replaced", by=by, title=str(kind.label))
    holder = _find_holder(kind, value)
    context = {"label": kind.label, "title": holder.title, "link": holder.url}
    once = f"link {row.pk} {row.mark}"
    queue_mail(to=holder.email, template="link_replaced", context=context, language=holder.language, once=once)
    return holder


def _find_holder(kind: LinkKind, value: str) -> Holder:
    try:
        holder = kind.holder(value)
    except ValueError:  # What stands for a key is no number.
        holder = None
    if holder is None:
        raise Refused(_("Deze link werkt niet (meer)."))
    return holder


def list_links(email: str) -> list[tuple[LinkKind, str, Holder]]:
    """Every personal link that somebody with this address has now."""
    found = [
        (kind, value, kind.holder(value))
        for kind in get_registered_link_kinds().values()
        for value in kind.values_of(email)
    ]
    return [(kind, value, holder) for kind, value, holder in found if holder is not None]
