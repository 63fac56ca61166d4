"""GS1 numbers: check digits as GS1's own examples have them, and the laws of an SSCC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.standards.gs1 import (
    check_digit,
    is_company_prefix,
    is_sscc,
    make_sscc,
    serial_of,
    serials,
    sscc_digits,
)

PREFIXES = st.integers(7, 10).flatmap(
    lambda size: st.text("0123456789", min_size=size, max_size=size)
)


@pytest.mark.parametrize(
    "whole",
    [
        "106141411234567897",
        "340123450000000000",
        "376104250021234569",
        "4006381333931",
        "9506000134352",
        "12345670",
    ],
)
def test_the_check_digit_is_that_of_published_numbers(whole):
    assert check_digit(whole[:-1]) == whole[-1]


@given(PREFIXES, st.data())
def test_an_sscc_gives_back_its_serial_number(prefix, data):
    serial = data.draw(st.integers(0, serials(prefix) - 1))
    digits = make_sscc(prefix, serial)
    assert is_sscc(digits)
    assert serial_of(digits, prefix) == serial
    assert sscc_digits(digits) == digits


@given(PREFIXES, st.data())
def test_a_digit_mistyped_or_a_pair_swapped_is_found(prefix, data):
    digits = make_sscc(prefix, data.draw(st.integers(0, serials(prefix) - 1)))
    at = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from("0123456789"))
    mistyped = digits[:at] + other + digits[at + 1 :]
    assert is_sscc(mistyped) == (mistyped == digits)
    one = digits[at - 1]
    two = digits[at]
    if at and abs(int(one) - int(two)) not in (
        0,
        5,
    ):  # a pair five apart is what the check digit cannot see
        assert not is_sscc(digits[: at - 1] + two + one + digits[at + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        "106141411234567897",
        "(00)106141411234567897",
        "00106141411234567897",
        "(00) 1 0614141 123456789 7",
        "1-0614141-123456789-7",
    ],
)
def test_an_sscc_is_read_as_people_write_it(typed):
    assert sscc_digits(typed) == "106141411234567897"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pallet 3",
        "10614141123456789",
        "(01)106141411234567897",
        "1.06E+17",
        "١" * 18,
    ],
)
def test_what_is_not_an_sscc_is_none(text):
    assert sscc_digits(text) == ""


@pytest.mark.parametrize(
    ("text", "can_be"),
    [
        ("614141", False),
        ("0614141", True),
        ("4012345678", True),
        ("40123456789", False),
        ("06141-41", False),
    ],
)
def test_a_company_prefix_has_7_to_10_digits(text, can_be):
    assert is_company_prefix(text) is can_be
