"""A question with the address of who leaves is forgotten."""

import pytest

from stedennet.accounts.erasers import Leaver
from stedennet.core.clock import today
from stedennet.search.flows import erasure
from stedennet.search.models import Asked

pytestmark = pytest.mark.django_db


def test_only_questions_with_that_address_go():
    for question in ("mail van Jo@example.org", "an@example.org", "laadpalen"):
        Asked.objects.create(day=today(), question=question, language="nl", found=0)
    assert erasure.erase_questions(Leaver("jo@example.org")) == 1
    assert set(Asked.objects.values_list("question", flat=True)) == {"an@example.org", "laadpalen"}
