"""The personal link of an initiative's contact."""

from django.utils.translation import gettext_lazy as _

from stedennet.personal_links.links import Holder, Reissue, SignedLink
from stedennet.personal_links.row_keys import KeyWithAddress

from .models import Initiative

INITIATIVE_LINK = SignedLink(
    purpose="initiative",
    model=Initiative,
    label=_("uw initiatief"),
    salt="stedennet.initiatives.owner",
    reissue=Reissue.HOLDER,
    key=KeyWithAddress(lambda: Initiative.objects.select_related("lead"), "contact_email"),
    holder=lambda initiative: Holder(initiative.contact_email, initiative.language, initiative.title),
)
"""With this its contact keeps an initiative up to date. It ends when the initiative gets another contact's address."""
