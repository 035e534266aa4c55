"""Amounts of money in the reader's language."""

import pytest
from django.utils.translation import override

from stedennet.core.money import format_euro_range, format_euros


@pytest.mark.parametrize(
    ("language", "whole", "shown"),
    [
        ("nl", 10_000, "€\u00a010.000"),
        ("nl", 1_234_567, "€\u00a01.234.567"),
        ("en", 10_000, "€10,000"),
        ("en-gb", 1_234_567, "€1,234,567"),
        ("en", 999, "€999"),
    ],
)
def test_each_language_groups_thousands_in_its_own_way(language, whole, shown):
    with override(language):
        assert format_euros(whole) == shown


def test_a_range_in_english_has_no_dutch_points():
    with override("en"):
        assert format_euro_range(10_000, 25_000) == "€10,000 to €25,000"
