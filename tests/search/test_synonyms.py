"""Words that mean the same: editors keep them, each name leads to the others of its group."""

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, RefusedFields
from stedennet.search.flows import synonyms
from stedennet.search.models import Synonyms

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    return create_person(email="s@example.org", name="S", password=None, by=SYSTEM)


def test_each_name_leads_to_the_others():
    synonyms.save_synonyms(Synonyms(words="warmtenet, stadsverwarming, blokverwarming"), by=SYSTEM)
    others = {("stadsverwarming",), ("blokverwarming",)}
    assert others in [set(found) for found in synonyms.load_synonyms().values()]


def test_a_group_that_was_removed_means_nothing():
    before = synonyms.load_synonyms()
    group = synonyms.save_synonyms(Synonyms(words="warmtenet, stadsverwarming"), by=SYSTEM)
    assert synonyms.load_synonyms() != before
    synonyms.remove_synonyms(group, by=SYSTEM)
    assert synonyms.load_synonyms() == before


def test_only_editors_keep_and_remove(stranger):
    group = synonyms.save_synonyms(Synonyms(words="lamp, lantaarn"), by=SYSTEM)
    for change in (synonyms.save_synonyms, synonyms.remove_synonyms):
        with pytest.raises(NotAllowed):
            change(group, by=stranger)
    assert not synonyms.can_edit_synonyms(stranger)


@pytest.mark.parametrize("words", ["lamp", "lamp, een heel lange lijst woorden"])
def test_one_name_or_a_sentence_is_no_group(words):
    with pytest.raises(RefusedFields):
        synonyms.save_synonyms(Synonyms(words=words), by=SYSTEM)
