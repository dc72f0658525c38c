"""Numbers as Chinese documents write them: patterns to find them and their decimal values; standard library only."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

ARABIC = r"(?:\d{1,3}(?:，\d{3}){1,4}(?!\d)|\d{1,15}(?:\.\d{1,6})?)"
"""Digits; folding turns the comma of 10,000 into ，."""
HAN = r"[〇零一二两三四五六七八九十百千]{1,9}"
SCALE = r"[十百千万亿]{0,3}"
"""What multiplies an Arabic number: 5万, 2万亿, 3千."""
DASH = r"(?:[-—–~－～]{1,2}|至|到)"
DOCUMENT_NUMBER = r"[\u4e00-\u9fff]{2,14}（(?:19|20)\d\d）(?:第)?\d{1,4}号"
"""A document number on folded text: issuing organ, year in brackets, serial (GB/T 9704-2012, 7.2.5)."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_FRACTION = re.compile(rf"(?P<whole>{HAN}|{ARABIC})分之(?P<part>{HAN}|{ARABIC})")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_RATIO = re.compile(rf"(?P<part>{ARABIC})/(?P<whole>{ARABIC})")


def han_value(text: str) -> int | None:
    """Return the value of a Chinese numeral (十五, 两百, 二〇二五, 三千五百万), or None where it is none.

    Digits that merely follow one another are read as places: 二〇二五 is 2025.
    """
    if not text:
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or (0 if section else 1)) * _TENS[char]
            digit = 0
        elif char in _MYRIADS:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section = digit = 0
        else:
            return None
    return total + section + digit


def scale_value(text: str) -> int:
    """Return what a scale multiplies by: "" is 1, 万 is 10,000, 万亿 is 10^12.

    Raises:
        KeyError: a character is no scale.
    """
    value = 1
    for char in text:
        value *= _TENS.get(char) or _MYRIADS[char]
    return value


def decimal_value(number: str, scale: str = "") -> Decimal | None:
    """Return the value of `number` (Arabic, Chinese, 三分之一 or 1/3) times `scale`, or None where it is no number.

    Fractions are rounded to four places, as the annotation guidelines write them (0.3333).
    """
    fraction = _FRACTION.fullmatch(number) or _RATIO.fullmatch(number)
    if fraction is not None:
        whole, part = decimal_value(fraction["whole"]), decimal_value(fraction["part"])
        if whole is None or part is None or not whole:
            return None
        return _plain((part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP))
    if number == "半":
        return Decimal("0.5")
    digits = number.replace("，", "")
    if _DECIMAL.fullmatch(digits):
        return _plain(Decimal(digits) * scale_value(scale))
    value = han_value(number + scale)
    return None if value is None else Decimal(value)


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros behind the point without changing to scientific notation."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
