"""Numbers written in digits, in Chinese and as fractions have one value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformkg.extract.numerals import decimal_value, han_value, scale_value

DIGITS = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """Write a number below a hundred million the way documents do."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return in_han(high) + "万" + (in_han(low) if low >= 1000 else "零" + in_han(low) if low else "")
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text or "零"


@given(st.integers(10, 99_999_999))
def test_a_number_written_out_is_read_back(number: int) -> None:
    assert han_value(in_han(number)) == number


@given(st.decimals(0, 10**9, places=3))
def test_digits_keep_their_value(number: Decimal) -> None:
    assert decimal_value(f"{number:f}") == number


@pytest.mark.parametrize(
    ("scale", "value"),
    [("", 1), ("十", 10), ("百", 100), ("万", 10**4), ("百万", 10**6), ("亿", 10**8), ("万亿", 10**12)],
)
def test_a_scale_multiplies(scale: str, value: int) -> None:
    assert scale_value(scale) == value
    assert decimal_value("2.5", scale) == Decimal("2.5") * value


@pytest.mark.parametrize(("text", "value"), [("十五", 15), ("一十五", 15), ("两百", 200), ("一万零三十", 10_030)])
def test_forms_of_chinese_numerals(text: str, value: int) -> None:
    assert han_value(text) == value


@given(st.text("0123456789.，一二十百千万亿分之半/", max_size=12), st.text("十百千万亿", max_size=3))
def test_no_text_of_number_characters_fails(text: str, scale: str) -> None:
    value = decimal_value(text, scale)
    assert value is None or value >= 0
