"""A year after a call closed, who talked about it is forgotten; that they talked stays, for the funnel."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from stedennet.core.clock import today
from stedennet.intake.flows import anonymise_submissions
from stedennet.intake.models import Submission

from ..models import Call, Interest, Message

RETENTION = dt.timedelta(days=365)


@transaction.atomic
def anonymise_old_calls() -> int:
    """The worker's chore: messages and files go, names, addresses and words are emptied; returns how many calls.

    What came of the call stays, and how many answered it: those are no facts about persons.
    """
    old = Call.objects.filter(closes_on__lt=today() - RETENTION)
    known = old.exclude(owner_name="", owner_email="").values_list("pk", flat=True)
    talked = Interest.objects.filter(call__in=old).exclude(name="", email="")
    keys = {*known, *talked.values_list("call", flat=True)}
    Message.objects.filter(interest__call__in=keys).delete()
    anonymise_submissions(Submission.objects.filter(Q(call__in=keys) | Q(interest__call__in=keys)))
    Interest.objects.filter(call__in=keys).update(name="", email="", who="", together="", unclear="")
    Call.objects.filter(pk__in=keys).update(owner_name="", owner_email="")
    return len(keys)
