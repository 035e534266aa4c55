"""Takes over the numbers that cities give when they are asked how an adoption goes. A periodic job."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from stedennet.core.access import SYSTEM
from stedennet.initiatives.models import FollowUp

from ..models import Yield
from .yields import YieldData, report_yield


@transaction.atomic
def gather_follow_up_yields() -> int:
    """Report each number in an answer as a yield of its adoption; a changed number replaces it. Returns how many."""
    changed = ~Q(follow_up__amount=F("amount")) | ~Q(follow_up__unit=F("unit")) | Q(follow_up__amount=None)
    Yield.objects.exclude(follow_up=None).filter(changed).delete()
    answers = FollowUp.objects.filter(amount__isnull=False, found_yield=None)
    answers = answers.select_for_update(of=("self",))
    found = list(answers.select_related("adoption__organisation", "adoption__initiative__lead"))
    for answer in found:
        data = YieldData(answer.amount or Decimal(0), answer.unit, answer.amount_source, answer.words)
        report_yield(answer.adoption, answer.adoption.organisation, data, by=SYSTEM, follow_up=answer)
    return len(found)
