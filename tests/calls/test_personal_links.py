"""A personal link works for one address only."""

import pytest

from stedennet.calls.models import Call
from stedennet.calls.personal_links import CALL_LINK

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_link_of_the_owner_dies_with_the_address(call):
    token = CALL_LINK.make_token(call)
    assert CALL_LINK.find(token) == call
    Call.objects.filter(pk=call.pk).update(owner_email="nieuw@example.org")
    assert CALL_LINK.find(token) is None
