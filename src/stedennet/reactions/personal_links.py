"""The personal link of a reaction's author."""

from django.utils.translation import gettext_lazy as _

from stedennet.personal_links.links import Holder, Reissue, SignedLink
from stedennet.personal_links.row_keys import PrimaryKey

from .models import Reaction


def _find_holder(reaction: Reaction) -> Holder | None:
    submission = reaction.submission
    if reaction.status != Reaction.Status.PUBLISHED or not submission.email:
        return None
    return Holder(submission.email, submission.language, submission.subject_title)


REACTION_LINK = SignedLink(
    purpose="reaction",
    model=Reaction,
    label=_("uw reactie"),
    salt="stedennet.reactions.own",
    reissue=Reissue.HOLDER,
    key=PrimaryKey(lambda: Reaction.objects.select_related("submission"), "submission__email"),
    holder=_find_holder,
)
"""With this its author changes or withdraws a reaction."""
