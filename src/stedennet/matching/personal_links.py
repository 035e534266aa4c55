"""The link that stops mails about calls."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Organisation
from stedennet.personal_links.links import Reissue, SignedLink
from stedennet.personal_links.row_keys import PrimaryKey

CALL_MAILS_LINK = SignedLink(
    purpose="call_mails",
    model=Organisation,
    label=_("mails over oproepen stoppen"),
    salt="stedennet.matching.off",
    reissue=Reissue.NOBODY,
    key=PrimaryKey(Organisation.objects.all),
    is_dumped=True,
)
"""Stops the mails to all representatives of an organisation and can do nothing else, so it is not reissued."""
