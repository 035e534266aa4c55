"""A year after a call closed, the people in it are forgotten; the counts for the funnel stay."""

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
    """Delete messages and files, and empty names, addresses and texts, a year after closing; returns how many calls.

    The outcome of a call and the number of answers stay: they are not personal data.
    """
    old_calls = Call.objects.filter(closes_on__lt=today() - RETENTION)
    with_owner = old_calls.exclude(owner_name="", owner_email="").values_list("pk", flat=True)
    with_sender = Interest.objects.filter(call__in=old_calls).exclude(name="", email="")
    keys = {*with_owner, *with_sender.values_list("call", flat=True)}
    Message.objects.filter(interest__call__in=keys).delete()
    anonymise_submissions(Submission.objects.filter(Q(call__in=keys) | Q(interest__call__in=keys)))
    Interest.objects.filter(call__in=keys).update(name="", email="", who="", together="", unclear="")
    Call.objects.filter(pk__in=keys).update(owner_name="", owner_email="")
    return len(keys)
