"""Numbers as each language writes them."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from stedennet.core.numbers import format_number


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (Decimal("1234.5000"), "1.234,5", "1,234.5"),
        (Decimal("100000"), "100.000", "100,000"),
        (Decimal("1E+5"), "100.000", "100,000"),
        (Decimal("-0.70"), "-0,7", "-0.7"),
        (0, "0", "0"),
    ],
)
def test_a_number_has_the_marks_of_the_language_and_no_needless_noughts(value, dutch, english):
    with override("nl"):
        assert format_number(value) == dutch
    with override("en"):
        assert format_number(value) == english
