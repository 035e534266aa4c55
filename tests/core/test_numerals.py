"""Numbers as the Dutch and the English write them: read as meant, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.import_plans import parse_whole_euros
from stedennet.core.numerals import parse_number_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("€ 10.000", "10000"),
        ("10.000,-", "10000"),
        ("€ 10.000,--", "10000"),
        ("10 000", "10000"),
        ("10\u00a0000,00 euro", "10000.00"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        ("0,125", "0.125"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("1'234.50", "1234.50"),
    ],
)
def test_a_number_is_read_in_both_notations(text, number):
    assert parse_number_text(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.000", "999,999"])
def test_a_number_with_two_meanings_is_refused_with_both(text):
    with pytest.raises(ValueError, match=r"kan \d+ zijn of \d+,\d+"):
        parse_number_text(text)


@pytest.mark.parametrize("text", ["", "veel", "1.23.4", "1,2,3", "1.234,567,8", "12%", "1e5", "٣", "1..2", "9" * 50])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="geen getal"):
        parse_number_text(text)


def grouped(number, separator):
    return f"{number:,}".replace(",", separator)


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from([(".", ","), (",", ".")]))
def test_a_full_notation_never_changes_the_amount(number, cents, signs):
    thousands, decimals = signs
    assert parse_number_text(f"{grouped(number, thousands)}{decimals}{cents:02}") == number + Decimal(cents) / 100


@given(st.integers(0, 10**12), st.sampled_from(".,"))
def test_a_field_for_whole_euros_takes_thousands(number, separator):
    assert parse_whole_euros(grouped(number, separator)) == number


@pytest.mark.parametrize("text", ["1.50", "12,75", "-5", "€ 1.234,56"])
def test_a_field_for_whole_euros_refuses_cents_and_debts(text):
    with pytest.raises(ValueError, match="hele euro"):
        parse_whole_euros(text)
