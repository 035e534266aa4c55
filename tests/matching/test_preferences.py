"""Permission to choose whether an organisation is named."""

import pytest
from django.contrib.auth.models import AnonymousUser

from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed
from stedennet.matching.flows import preferences

pytestmark = pytest.mark.django_db


def test_only_who_speaks_for_it_may_choose(company, clock):
    with pytest.raises(NotAllowed):
        preferences.save_preference(company, named=False, mailed=False, by=AnonymousUser(), day=today())
