"""The broadening in numbers: each group's share that takes part, now and over the years. Three queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _

from ..models import GroupMembership, Organisation, Participation
from ..rules import growth as rules


@dataclass(frozen=True)
class Growth:
    """Steps of municipalities and who is in which group; all further figures follow from these."""

    steps: list[rules.DatedStep]
    groups: dict[str, frozenset[int]]
    day: dt.date

    @classmethod
    def read(cls, *, day: dt.date) -> Self:
        """The groups that exist, smallest first, and at the end all municipalities, as of `day`."""
        everybody = frozenset(Organisation.objects.on(day).of_kind("municipality").values_list("id", flat=True))
        members: dict[str, set[int]] = defaultdict(set)
        rows = GroupMembership.objects.on(day).values_list("group__name", "organisation_id")
        for name, organisation in rows:
            members[name].add(organisation)
        groups = {name: frozenset(ids) for name, ids in sorted(members.items(), key=lambda one: len(one[1]))}
        steps = [
            rules.DatedStep(organisation, on, step)
            for organisation, on, step in Participation.objects.values_list("organisation_id", "on", "step")
        ]
        return cls(steps, {**groups, _("Alle gemeenten"): everybody}, day)

    @property
    def everybody(self) -> int:
        """How many municipalities there are."""
        return len(list(self.groups.values())[-1])

    @property
    def participants(self) -> int:
        """How many municipalities take part."""
        return len(rules.taking_part(self.steps, day=self.day, among=list(self.groups.values())[-1]))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For each group its name, size, how many take part, and that as a percentage."""
        counted = [
            (name, len(ids), len(rules.taking_part(self.steps, day=self.day, among=ids)))
            for name, ids in self.groups.items()
        ]
        return [
            {"name": name, "total": total, "taking_part": part, "percent": rules.percent(part, total)}
            for name, total, part in counted
        ]

    @property
    def first_year(self) -> int:
        """The year before the first step, so that the curve begins at nothing."""
        return min((step.on.year for step in self.steps), default=self.day.year) - 1

    @property
    def curve(self) -> dict[str, list[int]]:
        """For each group the number that takes part at the end of each year from `first_year`."""
        return rules.curve(self.steps, self.groups, first_year=self.first_year, today=self.day)
