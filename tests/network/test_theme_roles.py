"""Who leads, takes part in and follows a theme on a day, and who led it before."""

import datetime as dt
from dataclasses import dataclass

from stedennet.network.rules.theme_roles import divide_roles

DAY = dt.date(2026, 11, 1)


@dataclass(frozen=True)
class Held:
    role: str
    organisation_id: int
    ends_on: dt.date | None = None

    def holds_on(self, day):
        return self.ends_on is None or day < self.ends_on


def test_roles_are_divided_by_what_they_are_on_the_day():
    lead, participant, follower = Held("lead", 1), Held("participant", 2), Held("follower", 3)
    division = divide_roles([follower, participant, lead, Held("participant", 4, DAY)], day=DAY)
    assert (division.lead, division.participants, division.followers) == (lead, [participant], [follower])


def test_former_leads_are_those_that_ended_by_the_day_the_latest_first():
    first, second = Held("lead", 1, dt.date(2020, 1, 1)), Held("lead", 2, DAY)
    division = divide_roles([first, second, Held("lead", 3, dt.date(2027, 1, 1))], day=DAY)
    assert division.former_leads == [second, first]
    assert division.lead == Held("lead", 3, dt.date(2027, 1, 1))


def test_an_organisation_counts_once_and_a_follower_not_at_all():
    division = divide_roles(
        [Held("lead", 1), Held("participant", 1), Held("participant", 2), Held("follower", 3)], day=DAY
    )
    assert division.count_organisations() == 2
