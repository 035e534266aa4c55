"""Who leads, takes part in and follows a theme on a day, and who led it before. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

LEAD, PARTICIPANT, FOLLOWER = "lead", "participant", "follower"


class DatedRole(Protocol):
    """The role of an organisation for a theme, with its period."""

    role: str
    organisation_id: int
    ends_on: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the organisation has the role on `day`."""
        ...


Held = TypeVar("Held", bound=DatedRole)


@dataclass(frozen=True)
class Division(Generic[Held]):
    """The roles of one theme on one day; the latest former lead comes first."""

    lead: Held | None
    participants: list[Held]
    followers: list[Held]
    former_leads: list[Held]

    def count_organisations(self) -> int:
        """How many organisations work on the theme; followers do not count."""
        return len(self.list_workers())

    def list_workers(self) -> set[int]:
        """The keys of the organisations that lead the theme or take part."""
        return {role.organisation_id for role in (*self.participants, *([self.lead] if self.lead else []))}


def divide_roles(roles: Iterable[Held], *, day: dt.date) -> Division[Held]:
    """Divide the roles of one theme by what they are on `day`; the order of the roles is kept."""
    roles = list(roles)
    current = [role for role in roles if role.holds_on(day)]
    ended_leads = [
        (role.ends_on, role) for role in roles if role.role == LEAD and role.ends_on and role.ends_on <= day
    ]
    return Division(
        lead=next((role for role in current if role.role == LEAD), None),
        participants=[role for role in current if role.role == PARTICIPANT],
        followers=[role for role in current if role.role == FOLLOWER],
        former_leads=[role for _ended, role in sorted(ended_leads, key=lambda pair: pair[0], reverse=True)],
    )
