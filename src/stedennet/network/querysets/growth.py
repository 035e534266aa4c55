"""The broadening in numbers: each group's share that takes part, now and over the years. Three queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext as _

from ..models import GroupMembership, Organisation, Participation
from ..rules import growth as rules


@dataclass(frozen=True)
class Growth:
    """Steps of organisations, and who is in which group; all further figures follow from these."""

    steps: list[rules.DatedStep]
    groups: dict[str, frozenset[int]]
    municipalities: list[Organisation]
    day: dt.date

    @classmethod
    def read(cls, *, day: dt.date) -> Self:
        """The groups that have themes of their own, smallest first, as of `day`."""
        municipalities = list(
            Organisation.objects.on(day).of_kind("municipality").only("id", "name", "longitude", "latitude")
        )
        members: dict[str, set[int]] = defaultdict(set)
        rows = GroupMembership.objects.on(day).filter(group__themescheme__isnull=False)
        for name, organisation in rows.values_list("group__name", "organisation_id"):
            members[name].add(organisation)
        steps = [
            rules.DatedStep(organisation, on, step)
            for organisation, on, step in Participation.objects.values_list("organisation_id", "on", "step")
        ]
        groups = {name: frozenset(ids) for name, ids in sorted(members.items(), key=lambda one: len(one[1]))}
        return cls(steps, groups, municipalities, day)

    @cached_property
    def everybody(self) -> frozenset[int]:
        """The municipalities that exist."""
        return frozenset(one.pk for one in self.municipalities)

    @cached_property
    def all_groups(self) -> dict[str, frozenset[int]]:
        """The groups, and at the end all municipalities."""
        return {**self.groups, _("Alle gemeenten"): self.everybody}

    @cached_property
    def participants(self) -> set[int]:
        """The municipalities that take part."""
        return rules.find_participants(self.steps, day=self.day, among=self.everybody)

    @cached_property
    def interested(self) -> set[int]:
        """The municipalities that showed interest and do not take part (yet)."""
        return rules.find_interested(self.steps, day=self.day, among=self.everybody)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For each group its name, size, how many take part or are interested, and both as percentages."""
        return [self._row(name, ids) for name, ids in self.all_groups.items()]

    def _row(self, name: str, ids: frozenset[int]) -> dict[str, Any]:
        part = len(rules.find_participants(self.steps, day=self.day, among=ids))
        interested = len(rules.find_interested(self.steps, day=self.day, among=ids))
        return {
            "name": name,
            "total": len(ids),
            "taking_part": part,
            "interested": interested,
            "percent": rules.calculate_percentage(part, len(ids)),
        }

    @property
    def first_year(self) -> int:
        """The year before somebody first took part, so that the curve begins at nothing."""
        years = (step.on.year for step in self.steps if step.step == "participant")
        return min(years, default=self.day.year) - 1

    @property
    def curve(self) -> dict[str, list[int]]:
        """For each group the number that takes part at the end of each year from `first_year`."""
        return rules.count_participants_by_year(
            self.steps, self.all_groups, first_year=self.first_year, today=self.day
        )
