"""The personal link of a registration for an event."""

from django.utils.translation import gettext_lazy as _

from stedennet.personal_links.links import Holder, Reissue, SignedLink
from stedennet.personal_links.row_keys import PrimaryKey

from .models import Registration


def _find_holder(registration: Registration) -> Holder | None:
    if not registration.email:
        return None
    return Holder(registration.email, registration.language, registration.event.title)


REGISTRATION_LINK = SignedLink(
    purpose="registration",
    model=Registration,
    label=_("uw aanmelding"),
    salt="stedennet.events.registration",
    reissue=Reissue.HOLDER,
    key=PrimaryKey(lambda: Registration.objects.select_related("event"), "email"),
    holder=_find_holder,
)
"""With this somebody cancels a registration, or accepts an offered place."""
