"""The personal links of calls: of the owner of a call, and of everybody who answered one."""

from django.utils.translation import gettext_lazy as _

from stedennet.personal_links.links import Holder, Reissue, SignedLink
from stedennet.personal_links.row_keys import KeyWithAddress

from .models import Call, Interest

CALL_LINK = SignedLink(
    purpose="call",
    model=Call,
    label=_("uw oproep"),
    salt="stedennet.calls.owner",
    reissue=Reissue.HOLDER,
    key=KeyWithAddress(lambda: Call.objects.with_cards(), "owner_email"),
    holder=lambda call: Holder(call.owner_email, call.language, call.title),
)
"""With this its owner manages a call. It ends when the call gets another owner's address."""

CONVERSATION_LINK = SignedLink(
    purpose="talk",
    model=Interest,
    label=_("uw gesprek"),
    salt="stedennet.calls.interest",
    reissue=Reissue.HOLDER,
    key=KeyWithAddress(lambda: Interest.objects.select_related("call"), "email"),
    holder=lambda interest: Holder(interest.email, interest.language, interest.call.title),
)
"""With this the sender of an answer goes on with the conversation."""
