"""Text as it is compared, in Python and in the database alike."""

import unicodedata

import pytest
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from hypothesis import given, settings
from hypothesis import strategies as st

from stedennet.core.folded_text import APOSTROPHES, HYPHENS, Folded, fold_text
from stedennet.network.models import Group


@pytest.mark.parametrize(
    "text",
    [
        "súdwest-fryslân",
        "SUDWEST FRYSLAN",
        "Súdwest–Fryslân",
        unicodedata.normalize("NFD", "Súdwest-Fryslân"),
        "  Sudwest\u00a0\u2011 Fryslan ",
        "Súd\u00adwest\u200b-Fryslân",
    ],
)
def test_one_name_in_many_signs_is_one(text):
    assert fold_text(text) == "sudwest fryslan"


@given(st.sampled_from(APOSTROPHES), st.sampled_from(HYPHENS))
def test_every_apostrophe_and_hyphen_is_one(apostrophe, hyphen):
    assert fold_text(f"{apostrophe}s{hyphen}Gravenhage") == "s gravenhage"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_folding_twice_is_folding_once(text):
    assert fold_text(fold_text(text)) == fold_text(text)


LETTERS = "aZ éÉàâûÛïñçÅøØæÆœßłŁđĳ’'–-_0₂½ﬁ\u0301\u00ad"


@pytest.mark.django_db
@pytest.mark.database
@settings(max_examples=60)
@given(text=st.text(st.sampled_from(LETTERS), min_size=1, max_size=12))
def test_the_database_folds_as_python_does(text):
    group, _new = Group.objects.get_or_create(slug="g", name="g")
    rows = Group.objects.filter(pk=group.pk).annotate(found=Folded(Cast(Value(text), TextField())))
    assert rows.values_list("found", flat=True).get() == fold_text(text)
