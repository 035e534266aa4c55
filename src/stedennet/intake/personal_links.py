"""The link with which an author confirms a submission."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stedennet.core.clock import now
from stedennet.personal_links.links import Holder, Reissue, StoredLink

from .kinds import get_label
from .models import Submission
from .rules import Status


def _select_unconfirmed() -> QuerySet[Submission]:
    return Submission.objects.filter(status=Status.UNCONFIRMED, token_ends_at__gt=now())


CONFIRMATION_LINK = StoredLink(
    purpose="confirmation",
    model=Submission,
    label=_("uw inzending bevestigen"),
    salt="stedennet.intake",
    reissue=Reissue.OFFICE,
    rows=Submission.objects.all,
    open_rows=_select_unconfirmed,
    email="email",
    hash_field="token_hash",
    end_field="token_ends_at",
    holder=lambda submission: Holder(
        submission.email, submission.language, submission.subject_title or str(get_label(submission))
    ),
)
"""Works once, for as long as the kind of submission says. A new one ends it."""
