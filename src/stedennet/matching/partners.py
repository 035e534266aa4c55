"""Partners for a call: filters first, then factors with weights, each with its reason."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from stedennet.calls.models import Call
from stedennet.search.engine import IndexReader

from . import organisation_facts
from .evidence import gather_evidence
from .organisation_facts import KnownOrganisation
from .reasons import Reason, build_reasons
from .rules.factors import rank_candidates
from .rules.filters import Filter


@dataclass(frozen=True)
class Suggestion:
    """An organisation that may fit, with its score (0 to 1) and the reasons, the weightiest first."""

    organisation: KnownOrganisation
    score: float
    reasons: list[Reason]


def find_partners(
    reader: IndexReader, call: Call, *, day: dt.date, without: Collection[str] = (), most: int = 10
) -> list[Suggestion]:
    """Find the organisations that fit a call best; factors and filters in `without` do not count.

    The number of queries does not depend on the number of organisations. Raises BrokenIndex.
    """
    evidence = gather_evidence(reader, call, day=day)
    kinds = () if Filter.KIND in without else call.wanted
    known = organisation_facts.load_organisations(evidence.keys, day=day, kinds=kinds)
    known.pop(str(call.organisation_id), None)
    fitting = {
        key: organisation
        for key, organisation in known.items()
        if Filter.REGION in without or evidence.is_in_region(organisation)
    }
    factors = {key: evidence.score_factors(fitting[key]) for key in evidence.select_strongest(fitting)}
    return [
        Suggestion(fitting[candidate.key], candidate.score, build_reasons(candidate, fitting[candidate.key], evidence))
        for candidate in rank_candidates(factors, without=without, most=most)
    ]
