"""The personal links of an initiative's contact, and of who is asked how an adoption goes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stedennet.accounts.models import User
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.network.models import Representation
from stedennet.personal_links.links import Holder, Reissue, SignedLink
from stedennet.personal_links.row_keys import KeyWithAddress, find_row

from .models import FollowUp, Initiative

INITIATIVE_LINK = SignedLink(
    purpose="initiative",
    model=Initiative,
    label=_("uw initiatief"),
    salt="stedennet.initiatives.owner",
    reissue=Reissue.HOLDER,
    key=KeyWithAddress(lambda: Initiative.objects.select_related("lead"), "contact_email"),
    holder=lambda initiative: Holder(initiative.contact_email, initiative.language, initiative.title),
)
"""With this its contact keeps an initiative up to date. It ends when the initiative gets another contact's address."""


@dataclass(frozen=True)
class LinkedFollowUp:
    """A question about an adoption, and the person who was asked; None for a city for which nobody speaks."""

    follow_up: FollowUp
    person: User | None = None

    @property
    def by(self) -> Actor:
        """The actor who holds the link."""
        return self.person or LinkHolder(FollowUp, self.follow_up.pk)


class FollowUpKey:
    """Signs the keys of the question and of the person, with 0 for nobody; as `RequestKey` of the agenda does.

    The link ends when the person no longer speaks for the city, or the initiative is no longer public.
    """

    def write(self, row: LinkedFollowUp) -> str:
        """The two keys, with a hyphen."""
        return f"{row.follow_up.pk}-{row.person.pk if row.person else 0}"

    def find(self, text: str) -> LinkedFollowUp | None:
        """The question and the person with these keys."""
        key, _hyphen, person_key = text.partition("-")
        follow_up = find_row(_select_follow_ups(), key)
        if follow_up is None or person_key == "0":
            return LinkedFollowUp(follow_up) if follow_up else None
        representations = Representation.objects.for_organisation(follow_up.adoption.organisation_id, day=today())
        people = User.objects.filter(is_active=True, pk__in=representations.order_by().values("user_id"))
        person = find_row(people, person_key)
        return LinkedFollowUp(follow_up, person) if person else None

    def list_rows(self, email: str) -> Iterable[LinkedFollowUp]:
        """The questions to everybody with this address; the office has those of cities for which nobody speaks."""
        representations = Representation.objects.on(today()).filter(user__email__iexact=email, user__is_active=True)
        for representation in representations.select_related("user"):
            for follow_up in _select_follow_ups().filter(adoption__organisation=representation.organisation_id):
                yield LinkedFollowUp(follow_up, representation.user)
        if email.casefold() == settings.OFFICE_EMAIL.casefold():
            yield from map(LinkedFollowUp, _select_follow_ups())


def _select_follow_ups() -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(adoption__initiative__state=Initiative.State.PUBLISHED)
    return rows.select_related("adoption__initiative", "adoption__organisation")


def _find_follow_up_holder(row: LinkedFollowUp) -> Holder:
    email, language = (row.person.email, row.person.language) if row.person else (settings.OFFICE_EMAIL, "nl")
    return Holder(email, language, row.follow_up.adoption.initiative.title)


FOLLOW_UP_LINK = SignedLink(
    purpose="follow_up",
    model=FollowUp,
    label=_("hoe een overname gaat"),
    salt="stedennet.initiatives.follow_up",
    reissue=Reissue.HOLDER,
    key=FollowUpKey(),
    holder=_find_follow_up_holder,
)
"""With this a city says how its adoption goes, and may change that later."""
