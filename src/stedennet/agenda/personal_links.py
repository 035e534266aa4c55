"""The personal links of the agenda: of an action's contact, of an update round, and of a party that decides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import now, today
from stedennet.network.models import Organisation, Representation
from stedennet.personal_links.links import Holder, Reissue, SignedLink, StoredLink
from stedennet.personal_links.row_keys import KeyWithAddress, find_row

from .models import Action, DecisionKey, RoundRequest

DUTCH = "nl"
"""Contacts and parties without an account have no language of their own."""

ACTION_LINK = SignedLink(
    purpose="action",
    model=Action,
    label=_("uw actie"),
    salt="stedennet.agenda.contact",
    reissue=Reissue.HOLDER,
    lifetime=dt.timedelta(days=90),
    key=KeyWithAddress(Action.objects.all, "contact_email", digits=16),
    holder=lambda action: Holder(action.contact_email, DUTCH, action.code),
    page_language=DUTCH,
)
"""With this an action's contact, who needs no account, reports progress. Reminders carry it."""


@dataclass(frozen=True)
class LinkedRequest:
    """A request to update, and the person who was asked; None for a contact without an account."""

    request: RoundRequest
    person: User | None = None

    @property
    def by(self) -> Actor:
        """The actor who holds the link."""
        return self.person or LinkHolder(Organisation, self.request.organisation_id)


class RequestKey:
    """Signs the keys of the request and of the person, with 0 for a contact without an account.

    The link ends with the round, and when the person no longer represents the organisation.
    """

    def write(self, row: LinkedRequest) -> str:
        """The two keys, with a hyphen."""
        return f"{row.request.pk}-{row.person.pk if row.person else 0}"

    def find(self, text: str) -> LinkedRequest | None:
        """The request and the person with these keys."""
        request_key, _hyphen, person_key = text.partition("-")
        request = find_row(_select_open_requests(), request_key)
        if request is None or person_key == "0":
            return LinkedRequest(request) if request else None
        representations = Representation.objects.for_organisation(request.organisation_id, day=today())
        people = User.objects.filter(is_active=True, pk__in=representations.order_by().values("user_id"))
        person = find_row(people, person_key)
        return LinkedRequest(request, person) if person else None

    def list_rows(self, email: str) -> Iterable[LinkedRequest]:
        """The requests to everybody with this address; the office has the links of contacts without an account."""
        representations = Representation.objects.on(today()).filter(user__email__iexact=email, user__is_active=True)
        for representation in representations.select_related("user"):
            for request in _select_open_requests().filter(organisation=representation.organisation_id):
                yield LinkedRequest(request, representation.user)
        if email.casefold() == settings.OFFICE_EMAIL.casefold():
            yield from map(LinkedRequest, _select_open_requests())


def _select_open_requests() -> QuerySet[RoundRequest]:
    return RoundRequest.objects.select_related("round__edition", "organisation").filter(round__closes_on__gte=today())


def _find_round_holder(row: LinkedRequest) -> Holder:
    # The office passes the link of a contact without an account on.
    email, language = (row.person.email, row.person.language) if row.person else (settings.OFFICE_EMAIL, DUTCH)
    return Holder(email, language, row.request.organisation.name)


ROUND_LINK = SignedLink(
    purpose="round",
    model=RoundRequest,
    label=_("uw bijwerkronde"),
    salt="stedennet.agenda.round",
    reissue=Reissue.HOLDER,
    key=RequestKey(),
    holder=_find_round_holder,
    page_language=DUTCH,
)
"""With this an organisation checks all its actions on one page. It ends with the round."""


def _select_working_keys() -> QuerySet[DecisionKey]:
    rows = DecisionKey.objects.filter(ended_at=None, ends_at__gt=now())
    return rows.select_related("party__edition", "party__strategy", "party__organisation")


DECISION_LINK = StoredLink(
    purpose="decision",
    model=DecisionKey,
    label=_("uw besluit over de agenda"),
    salt="stedennet.intake",
    reissue=Reissue.OFFICE,
    lifetime=dt.timedelta(days=60),
    rows=_select_working_keys,
    open_rows=lambda: _select_working_keys().filter(used_at=None),
    email="sent_to",
    hash_field="hash",
    end_field="ends_at",
    holder=lambda key: Holder(key.sent_to, DUTCH, str(key.party)),
    page_language=DUTCH,
)
"""With this a party without an account decides, once, and may withdraw that decision. A new one ends it."""
