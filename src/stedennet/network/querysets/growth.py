"""The growth of participation in figures: the share of each group, now and over the years. One query."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.utils.translation import gettext as _

from stedennet.core.combined_reads import read_together

from ..models import GroupMembership, Organisation, Participation
from ..rules import growth as rules


@dataclass(frozen=True)
class Growth:
    """The steps of organisations and the members of groups, from which all figures are computed."""

    steps: list[rules.DatedStep]
    groups: dict[str, frozenset[int]]
    municipalities: list[Organisation]
    day: dt.date

    @classmethod
    def load(cls, *, day: dt.date) -> Self:
        """Load the groups that have themes of their own, smallest first, as of `day`."""
        memberships, participation, municipalities = read_together(
            GroupMembership.objects.on(day).filter(group__themescheme__isnull=False).select_related("group"),
            Participation.objects.order_by("on", "id"),
            Organisation.objects.on(day).of_kind("municipality").with_place(),
        )
        members: dict[str, set[int]] = defaultdict(set)
        for membership in memberships:
            members[membership.group.name].add(membership.organisation_id)
        steps = [rules.DatedStep(row.organisation_id, row.on, row.step) for row in participation]
        groups = {name: frozenset(ids) for name, ids in sorted(members.items(), key=lambda item: len(item[1]))}
        return cls(steps, groups, municipalities, day)

    @cached_property
    def everybody(self) -> frozenset[int]:
        """The ids of all municipalities that exist."""
        return frozenset(municipality.pk for municipality in self.municipalities)

    @cached_property
    def all_groups(self) -> dict[str, frozenset[int]]:
        """The groups, followed by all municipalities."""
        return {**self.groups, _("Alle gemeenten"): self.everybody}

    @cached_property
    def participants(self) -> set[int]:
        """The municipalities that take part."""
        return rules.find_participants(self.steps, day=self.day, among=self.everybody)

    @cached_property
    def interested(self) -> set[int]:
        """The municipalities that are interested but do not take part yet."""
        return rules.find_interested(self.steps, day=self.day, among=self.everybody)

    @property
    def rows(self) -> list[dict[str, object]]:
        """Each group's name, size, number of participants and of interested members, and share of participants."""
        return [self._row(name, ids) for name, ids in self.all_groups.items()]

    def _row(self, name: str, ids: frozenset[int]) -> dict[str, object]:
        participants = len(rules.find_participants(self.steps, day=self.day, among=ids))
        interested = len(rules.find_interested(self.steps, day=self.day, among=ids))
        return {
            "name": name,
            "total": len(ids),
            "taking_part": participants,
            "interested": interested,
            "percent": rules.calculate_percentage(participants, len(ids)),
        }

    @property
    def first_year(self) -> int:
        """The year before the first participant, so that the curve begins at zero."""
        years = (step.on.year for step in self.steps if step.step == "participant")
        return min(years, default=self.day.year) - 1

    @property
    def curve(self) -> dict[str, list[int]]:
        """The number of participants of each group at the end of each year from `first_year`."""
        return rules.count_participants_by_year(
            self.steps, self.all_groups, first_year=self.first_year, today=self.day
        )
