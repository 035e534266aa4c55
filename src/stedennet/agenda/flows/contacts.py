"""Lets an action's contact, who needs no account, act through the personal link."""

from stedennet.core.access import LinkHolder

from ..models import Action, Commitment, Edition
from ..personal_links import ACTION_LINK


def find_action_by_link(token: str) -> tuple[Commitment, LinkHolder] | None:
    """The current edition's commitment on the action, and the actor; None when the link does not work (any more)."""
    action = ACTION_LINK.find(token)
    if action is None:
        return None
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    commitment = rows.filter(edition=Edition.objects.current(), action=action).first()
    return (commitment, LinkHolder(Action, action.pk)) if commitment else None
